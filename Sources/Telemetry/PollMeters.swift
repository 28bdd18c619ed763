/// What is measured of polling.
public struct PollMeters: Sendable {
    /// The results a poll may have (`domain.md`); each is shown from the start, at 0.
    public static let results = [
        "ok", "noConnect", "unauthorized", "busy", "noImage", "black", "slate", "frozen", "exempt", "notPolled",
    ]

    private let metrics: Metrics
    private let dueGauge: Gauge

    /// Meters of the polls of a site, shown in `metrics`.
    public init(_ metrics: Metrics) {
        self.metrics = metrics
        dueGauge = metrics.gauge(.pollsDue)
        for result in Self.results { _ = metrics.counter(.pollResults, ["result": result]) }
    }

    /// Counts one poll that ended with `result`.
    public func count(_ result: String) { metrics.counter(.pollResults, ["result": result]).add() }

    /// Shows that `count` polls are due and have not been made.
    public func setDue(_ count: Int) { dueGauge.set(Double(count)) }
}
