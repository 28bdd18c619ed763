public import VideoCore

/// One picture poll as it was observed.
public struct Poll: Hashable, Sendable {
    /// Which device, by id.
    public var device: String
    /// The slot it was scheduled for.
    public var slot: PollSlot
    /// What came of it; one that ``PollResult/isObserved``.
    public var result: PollResult
    /// Why, in the words of the stream's failure codes; nil where all was well.
    public var cause: String?
    /// What is wrong with a picture that came.
    public var fault: PictureFault?

    /// A poll of `device` in `slot`.
    public init(device: String, slot: PollSlot, result: PollResult, cause: String? = nil, fault: PictureFault? = nil) {
        self.device = device
        self.slot = slot
        self.result = result
        self.cause = cause
        self.fault = fault
    }

    /// Whether a picture came that shows what it should.
    public var isGood: Bool { result == .ok && fault == nil }
}

/// A half hour of civil time in which each channel is polled once: number 0 begins at 1970-01-01T00:00Z.
///
/// Slots hang on no calendar, so months, leap days and daylight rules only decide which of them belong to a period.
public struct PollSlot: Hashable, Comparable, Sendable {
    /// Seconds from one slot to the next: a picture poll every 30 min (`domain.md`).
    public static let seconds = 1800

    /// Which half hour.
    public var number: Int

    /// The slot `number`.
    public init(number: Int) { self.number = number }

    /// The slot that `moment`, in seconds since 1970, falls in.
    public init(at moment: Double) { number = Int((moment / Double(Self.seconds)).rounded(.down)) }

    /// Its first second since 1970.
    public var start: Int { number * Self.seconds }
    /// The first second after it.
    public var end: Int { start + Self.seconds }

    /// Earlier slots order first.
    public static func < (lhs: PollSlot, rhs: PollSlot) -> Bool { lhs.number < rhs.number }

    /// The slots that begin in `seconds`.
    public static func beginning(in seconds: Range<Int>) -> Range<Int> {
        let first = ceiling(seconds.lowerBound)
        return first..<max(first, ceiling(seconds.upperBound))
    }

    private static func ceiling(_ second: Int) -> Int {
        let (quotient, rest) = second.quotientAndRemainder(dividingBy: Self.seconds)
        return rest > 0 ? quotient + 1 : quotient
    }
}
