/// The rates of the books and the verdicts of the plan, as integers with their quotient.
public struct RateMeters: Sendable {
    /// The rates there are, as the label spells them; the formulas stand in `domain.md`.
    public static let rates = [
        "output", "output_lenient", "online_time", "online_count", "intact", "networked", "coverage",
        "building_coverage", "opening_coverage", "ledger_completeness",
    ]

    private let metrics: Metrics

    /// Meters of the books of a site, shown in `metrics`.
    public init(_ metrics: Metrics) { self.metrics = metrics }

    /// Shows that `rate` is `numerator` of `denominator`. The quotient is left out where there is too little to tell:
    /// `isSufficient` is false, or the denominator 0.
    public func set(_ rate: String, numerator: Int, denominator: Int, isSufficient: Bool = true) {
        let labels = ["rate": rate]
        metrics.gauge(.rateNumerator, labels).set(Double(numerator))
        metrics.gauge(.rateDenominator, labels).set(Double(denominator))
        guard isSufficient, denominator > 0 else { return metrics.remove(.rateRatio, labels) }
        metrics.gauge(.rateRatio, labels).set(Double(numerator) / Double(denominator))
    }

    /// Shows whether `indicator` of the plan is met; nil where there is too little to tell.
    public func set(indicator: String, isMet: Bool?) {
        let labels = ["indicator": indicator]
        guard let isMet else { return metrics.remove(.indicatorMet, labels) }
        metrics.gauge(.indicatorMet, labels).set(isMet ? 1 : 0)
    }
}
