/// What holds a lift's door: told again and again while it is to hold, and letting go by itself when it is told nothing.
public protocol DoorOutput {
    /// Why it does not do as it is told; nil while it does. A doubt lasts at least until ``keep(_:)`` was told to let go.
    var trouble: String? { get }

    /// What is wanted now: to hold the door for the time of `lease`, or, nil, not to hold it. To be called several times a
    /// second; never waits.
    func keep(_ lease: DoorLease?)

    /// Lets go, and waits for a second at most until that has been heard.
    func close() async
}

/// For how long a door may be held without a further word.
public struct DoorLease: Hashable, Sendable {
    /// Seconds that a lease lasts at most.
    public static let longest = 3

    /// The alarm it is held for.
    public let alarm: String
    /// Whole seconds from when this is heard; 0 at the end of the longest time allowed.
    public let seconds: Int

    /// For `alarm`, for `seconds`.
    public init(alarm: String, seconds: Int) {
        self.alarm = alarm
        self.seconds = seconds
    }
}
