/// How long the steps of a poll may take, in seconds (`domain.md`).
public struct PollTiming: Hashable, Sendable {
    /// Until a session is agreed upon.
    public var connect = 5.0
    /// Until the first picture, at the first attempt, …
    public var firstPicture = 30.0
    /// … and at the second: good cameras with two pictures a second have needed 64 to 78 s.
    public var secondAttempt = 60.0
    /// Longest look at a picture that may be frozen.
    public var longestLook = 66.0
    /// Attempts at a recorder without room before that is a result of the poll.
    public var busyAttempts = 3
    /// Pause between them.
    public var busyPause = 10.0
    /// From one sign of life to the next.
    public var liveness = 60.0

    /// The defaults.
    public init() {}
}
