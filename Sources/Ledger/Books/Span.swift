/// Whether a device answers.
public enum DeviceState: String, CaseIterable, Hashable, Sendable {
    /// It answers.
    case up
    /// It does not.
    case down
    /// Nobody looked: Tocsin was down, or the device not yet known.
    case unknown
}

/// A stretch of civil time in which a device was seen in one state, in whole seconds since 1970.
public struct Span: Hashable, Sendable {
    /// From the first second up to the first that is not part of it.
    public var seconds: Range<Int>
    /// What was seen.
    public var state: DeviceState
    /// Why, in the words of the stream's failure codes.
    public var cause: String?

    /// `state` during `seconds`.
    public init(_ seconds: Range<Int>, _ state: DeviceState, cause: String? = nil) {
        self.seconds = seconds
        self.state = state
        self.cause = cause
    }
}
