import Testing
import VideoCore

@testable import Telemetry

@Suite("Counts and gauges")
struct MetricsTests {
    private static let a = Metric("tocsin_a", .gauge, help: "As.")
    private static let b = Metric("tocsin_b_total", .counter, labels: ["camera", "at"], help: "Bs \\ seen\nso far.")

    @Test("Metrics are shown in the Prometheus format, ordered, with everything escaped")
    func text() {
        let metrics = Metrics()
        metrics.counter(Self.b, ["camera": "x\"y\\z\n", "at": "1"]).add(2)
        metrics.counter(Self.b, ["camera": "a", "at": "1"]).add()
        metrics.gauge(Self.a).set(0.5)
        #expect(
            metrics.prometheusText() == """
                # HELP tocsin_a As.
                # TYPE tocsin_a gauge
                tocsin_a 0.5
                # HELP tocsin_b_total Bs \\\\ seen\\nso far.
                # TYPE tocsin_b_total counter
                tocsin_b_total{at="1",camera="a"} 1
                tocsin_b_total{at="1",camera="x\\"y\\\\z\\n"} 2

                """)
    }

    @Test("Asking twice gives the same metric, whatever the order of the labels")
    func same() {
        let metrics = Metrics()
        let first = metrics.counter(Self.b, ["at": "1", "camera": "2"])
        #expect(metrics.counter(Self.b, ["camera": "2", "at": "1"]) === first)
        #expect(metrics.counter(Self.b, ["at": "2", "camera": "1"]) !== first)
        #expect(metrics.gauge(Self.a) === metrics.gauge(Self.a))
    }

    @Test("Every series has the labels that are declared and no other")
    func labels() {
        let metrics = Metrics()
        metrics.counter(Self.b, ["at": "1", "colour": "red"]).add()
        #expect(metrics.prometheusText().contains("\ntocsin_b_total{at=\"1\",camera=\"\"} 1\n"))
        #expect(!metrics.prometheusText().contains("colour"))
    }

    @Test("A metric of one type taken for another breaks nothing")
    func confused() {
        let metrics = Metrics()
        metrics.counter(Self.b).add()
        metrics.gauge(Self.b).set(7)
        metrics.histogram(Self.b).observe(7)
        metrics.counter(Self.a).add()
        #expect(metrics.prometheusText().hasSuffix("tocsin_b_total{at=\"\",camera=\"\"} 1\n"))
        #expect(!metrics.prometheusText().contains("tocsin_a"))
    }

    @Test("Values are spelled as Prometheus spells them")
    func specialValues() {
        let values: [(Double, String)] = [
            (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (-0.25, "-0.25"), (3, "3"), (0, "0"),
            (1_764_000_000.25, "1764000000.25"), (9_007_199_254_740_991, "9007199254740991"), (1e300, "1e+300"),
            (0.00001, "1e-05"),
        ]
        for (value, text) in values {
            let metrics = Metrics()
            metrics.gauge(Self.a).set(value)
            #expect(metrics.prometheusText().hasSuffix("\ntocsin_a \(text)\n"))
        }
    }

    @Test("A counter never falls, and loses nothing when many count at once")
    func counting() async {
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { counter.add() } } }
        }
        counter.add(-5)
        counter.add(0)
        #expect(counter.value == 8000)
    }

    @Test("What is asked for at a scrape is as it is then, and gone when it is told of no more")
    func fresh() {
        let metrics = Metrics()
        let counter = Counter()
        metrics.whenScraped { samples in
            counter.add()
            if counter.value < 3 { samples.set(Self.a, counter.value) }
        }
        #expect(metrics.prometheusText().hasSuffix("tocsin_a 1\n"))
        #expect(metrics.prometheusText().hasSuffix("tocsin_a 2\n"))
        #expect(metrics.prometheusText().isEmpty)
    }

    @Test("What is not known any longer is shown no more")
    func removed() {
        let metrics = Metrics()
        metrics.gauge(Self.a).set(1)
        metrics.remove(Self.a)
        #expect(metrics.prometheusText().isEmpty)
    }

    @Test("The board shows each camera once, by name, as it was last")
    func board() {
        let board = StatusBoard()
        board.update(CameraID("b")) { $0.state = .connecting }
        board.update(CameraID("a")) { $0.counts["decoded", default: 0] += 2 }
        board.update(CameraID("b")) { $0.state = .streaming }
        board.update(CameraID("c")) { $0.trouble = "gone" }
        board.remove(CameraID("c"))
        let snapshot = board.snapshot()
        #expect(snapshot.map(\.camera.name) == ["a", "b"])
        #expect(snapshot.map(\.status.state) == [.idle, .streaming])
        #expect(snapshot[0].status.counts == ["decoded": 2])
    }
}
