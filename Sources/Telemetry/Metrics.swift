import Synchronization

/// What one process measures: counters, gauges and histograms that its parts keep, and what is asked for at each scrape.
///
/// Asking for a metric takes a lock, using it does not: ask once, keep what is returned.
public final class Metrics: Sendable {
    /// Adds what it knows at the moment of a scrape; must not wait for anything.
    public typealias Collector = @Sendable (inout Samples) -> Void

    private enum Series: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
    }

    private struct Kept: Sendable {
        var series: [Metric: [LabelSet: Series]] = [:]
        var collectors: [Collector] = []
    }

    private let kept = Mutex(Kept())

    /// No metrics yet.
    public init() {}

    /// The counter of `metric` with these labels, made at 0 by the first call.
    ///
    /// Labels that `metric` does not declare are left out. For a metric that is no counter it counts and is not shown.
    public func counter(_ metric: Metric, _ labels: [String: String] = [:]) -> Counter {
        guard metric.kind == .counter,
            case .counter(let counter) = series(metric, labels, { .counter(Counter()) })
        else { return Counter() }
        return counter
    }

    /// The gauge of `metric` with these labels, made at 0 by the first call; the rules of ``counter(_:_:)`` hold.
    public func gauge(_ metric: Metric, _ labels: [String: String] = [:]) -> Gauge {
        guard metric.kind == .gauge, case .gauge(let gauge) = series(metric, labels, { .gauge(Gauge()) })
        else { return Gauge() }
        return gauge
    }

    /// The histogram of `metric` with these labels, made by the first call; the rules of ``counter(_:_:)`` hold.
    public func histogram(_ metric: Metric, _ labels: [String: String] = [:]) -> Histogram {
        guard metric.kind == .histogram,
            case .histogram(let histogram) = series(
                metric, labels, { .histogram(Histogram(bounds: metric.buckets)) })
        else { return Histogram(bounds: metric.buckets) }
        return histogram
    }

    /// Shows the series of `metric` with these labels no more, as where a figure is not known any longer.
    public func remove(_ metric: Metric, _ labels: [String: String] = [:]) {
        kept.withLock { _ = $0.series[metric]?.removeValue(forKey: LabelSet(metric, labels)) }
    }

    /// Has `collector` add to every scrape: for what is known elsewhere and must be fresh.
    public func whenScraped(_ collector: @escaping Collector) {
        kept.withLock { $0.collectors.append(collector) }
    }

    /// Everything in the Prometheus text format, version 0.0.4, ordered by name and labels.
    public func prometheusText() -> String {
        // Copied first: collectors take locks of their own.
        let copy = kept.withLock { $0 }
        var samples = Samples()
        for (metric, series) in copy.series {
            for (labels, one) in series { samples.put(metric, labels, Self.value(of: one)) }
        }
        for collector in copy.collectors { collector(&samples) }
        return samples.text()
    }

    private func series(_ metric: Metric, _ values: [String: String], _ make: () -> Series) -> Series {
        let labels = LabelSet(metric, values)
        return kept.withLock { kept in
            let series = kept.series[metric]?[labels] ?? make()
            kept.series[metric, default: [:]][labels] = series
            return series
        }
    }

    private static func value(of series: Series) -> Samples.Value {
        switch series {
        case .counter(let counter): .number(Double(counter.value))
        case .gauge(let gauge): .number(gauge.value)
        case .histogram(let histogram):
            .histogram(bounds: histogram.bounds, counts: histogram.bucketCounts, sum: histogram.sum)
        }
    }
}
