/// How many polls came to what: all that the rates need of them.
public struct PollTally: Hashable, Sendable {
    /// By ``PollResult/place``. No dictionary: a year's report holds one of these for each device and day.
    private var numbers = SIMD8<Int32>.zero
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
        guard let place = result.place, count > 0 else { return }
        numbers[place] &+= Int32(clamping: count)
        if isGood { good += count }
    }

    /// By result, with ``PollResult/isObserved`` ones only that occurred.
    public var counts: [PollResult: Int] {
        var counts: [PollResult: Int] = [:]
        for result in PollResult.allCases where self[result] > 0 { counts[result] = self[result] }
        return counts
    }

    /// Polls that came to `result`.
    public subscript(result: PollResult) -> Int { result.place.map { Int(numbers[$0]) } ?? 0 }

    /// Polls that took place.
    public var total: Int { Int(numbers.wrappedSum()) }
    /// Those that gave a picture.
    public var ok: Int { self[.ok] }
    /// Those in which the channel answered.
    public var reachable: Int { total - self[.noConnect] }

    /// Both together.
    public static func + (lhs: PollTally, rhs: PollTally) -> PollTally {
        var sum = lhs
        sum.numbers &+= rhs.numbers
        sum.good += rhs.good
        return sum
    }

    /// The polls of `lhs` without those of `rhs`, which are some of them.
    public static func - (lhs: PollTally, rhs: PollTally) -> PollTally {
        var rest = lhs
        rest.numbers &-= rhs.numbers
        rest.good -= rhs.good
        return rest
    }
}
