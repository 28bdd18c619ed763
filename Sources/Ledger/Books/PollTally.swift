/// How many polls came to what: all that the rates need of them.
public struct PollTally: Hashable, Sendable {
    /// By result, with ``PollResult/isObserved`` ones only.
    public private(set) var counts: [PollResult: Int] = [:]
    /// Those of ``PollResult/ok`` whose picture had no fault.
    public private(set) var good = 0

    /// No polls.
    public init() {}

    /// Counts `polls`.
    public init(_ polls: some Sequence<Poll>) {
        for poll in polls { add(poll.result, count: 1, isGood: poll.isGood) }
    }

    /// Counts `count` polls of `result`.
    public mutating func add(_ result: PollResult, count: Int, isGood: Bool) {
        guard result.isObserved, count > 0 else { return }
        counts[result, default: 0] += count
        if isGood { good += count }
    }

    /// Polls that took place.
    public var total: Int { counts.values.reduce(0, +) }
    /// Those that gave a picture.
    public var ok: Int { counts[.ok] ?? 0 }
    /// Those in which the channel answered.
    public var reachable: Int { counts.reduce(0) { $0 + ($1.key.isReachable ? $1.value : 0) } }

    /// Both together.
    public static func + (lhs: PollTally, rhs: PollTally) -> PollTally {
        var sum = lhs
        for (result, count) in rhs.counts { sum.counts[result, default: 0] += count }
        sum.good += rhs.good
        return sum
    }

    /// The polls of `lhs` without those of `rhs`, which are some of them.
    public static func - (lhs: PollTally, rhs: PollTally) -> PollTally {
        var rest = lhs
        for (result, count) in rhs.counts { rest.counts[result, default: 0] -= count }
        rest.counts = rest.counts.filter { $0.value > 0 }
        rest.good -= rhs.good
        return rest
    }
}
