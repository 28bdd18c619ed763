/// Notices that the civil clock was set: against a clock that is never put forward or back.
public struct ClockWatch: Sendable {
    /// A difference in seconds that is a step; smaller ones are the clock being steered.
    static let least = 5.0

    private var last: (civil: Double, steady: Double)?

    /// One that has seen nothing.
    public init() {}

    /// The seconds by which the civil clock went forward (or back, when negative) on its own since the last call; nil
    /// where it did not.
    public mutating func step(civil: Double, steady: Double) -> Double? {
        defer { last = (civil, steady) }
        guard let last else { return nil }
        let step = (civil - last.civil) - (steady - last.steady)
        return abs(step) >= Self.least ? step : nil
    }
}
