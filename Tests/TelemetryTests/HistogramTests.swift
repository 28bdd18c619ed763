import TestSupport
import Testing

@testable import Telemetry

@Suite struct HistogramTests {
    private static let lag = Metric(
        "tocsin_lag_seconds", .histogram, .seconds, labels: ["sink"], buckets: [0.5, 1, 2.5], help: "Lag.")

    private static let observations: [(Double, [Int])] = [
        (0.0, [1, 0, 0, 0]), (0.5, [1, 0, 0, 0]), (0.500001, [0, 1, 0, 0]), (2.5, [0, 0, 1, 0]), (2.6, [0, 0, 0, 1]),
        (-1, [1, 0, 0, 0]), (.infinity, [0, 0, 0, 1]), (.nan, [0, 0, 0, 0]),
    ]

    @Test(arguments: observations)
    func `A value belongs to the first bucket whose bound it does not exceed`(value: Double, counts: [Int]) {
        let histogram = Histogram(bounds: [0.5, 1, 2.5])
        histogram.observe(value)
        #expect(histogram.bucketCounts == counts && histogram.count == counts.reduce(0, +))
        #expect(histogram.sum == (value.isNaN ? 0 : value))
    }

    @Test func `Bounds are put in order, and what is no number is left out`() {
        #expect(Histogram(bounds: [3, .infinity, 1, .nan, 3]).bounds == [1, 3])
        let histogram = Histogram(bounds: [])
        histogram.observe(7)
        #expect(histogram.bucketCounts == [1])
    }

    @Test func `It is shown with buckets that add up, their sum and their count`() {
        let metrics = Metrics()
        let histogram = metrics.histogram(Self.lag, ["sink": "a\"b"])
        for value in [0.25, 0.75, 0.75, 3] { histogram.observe(value) }
        #expect(
            metrics.prometheusText() == """
                # HELP tocsin_lag_seconds Lag.
                # TYPE tocsin_lag_seconds histogram
                tocsin_lag_seconds_bucket{sink="a\\"b",le="0.5"} 1
                tocsin_lag_seconds_bucket{sink="a\\"b",le="1"} 3
                tocsin_lag_seconds_bucket{sink="a\\"b",le="2.5"} 3
                tocsin_lag_seconds_bucket{sink="a\\"b",le="+Inf"} 4
                tocsin_lag_seconds_sum{sink="a\\"b"} 4.75
                tocsin_lag_seconds_count{sink="a\\"b"} 4

                """)
    }

    @Test func `Many may observe at once while it is read: nothing is lost, and each reading agrees with itself`() async
    {
        let metrics = Metrics()
        let histogram = metrics.histogram(Self.lag, ["sink": "a"])
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask { for step in 0..<2000 { histogram.observe(Double((task + step) % 4)) } }
            }
            for _ in 0..<50 { #expect(PrometheusText(metrics.prometheusText()).complaints == []) }
        }
        #expect(histogram.count == 16_000 && histogram.sum == 24_000)
    }
}
