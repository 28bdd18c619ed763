public import VideoCore

/// What earlier self-tests of a camera came to: two failures in a row are an alarm.
public struct SelfTestHistory: Hashable, Sendable {
    /// Failures in a row after which the picture is no good: one may be a bird, a flash, a lorry.
    static let failuresToRing = 2

    /// Tests failed since the last that passed.
    public private(set) var failures = 0
    /// When the last one ended.
    public private(set) var last: WallTime?
    private var isRinging = false

    /// Nothing was tested yet.
    public init() {}

    /// What a report leads to.
    enum Consequence: Hashable {
        case nothing
        case ring(Finding.Stage)
    }

    /// Takes a report that another run of the program has dealt with.
    public mutating func recall(passed: Bool, at moment: WallTime) {
        failures = passed ? 0 : failures + 1
        last = moment
    }

    /// Takes a new report and says what to do about it.
    mutating func note(passed: Bool, at moment: WallTime) -> Consequence {
        recall(passed: passed, at: moment)
        defer { isRinging = failures >= Self.failuresToRing }
        if failures >= Self.failuresToRing { return .ring(isRinging ? .update : .open) }
        return isRinging ? .ring(.close) : .nothing
    }
}
