import Telemetry
import Testing
import VideoCore

@Suite("Counts and gauges")
struct MetricsTests {
    @Test("Metrics are shown in the Prometheus format, ordered, with everything escaped")
    func text() {
        let metrics = Metrics()
        metrics.counter("tocsin_b_total", help: "Bs \\ seen\nso far.", labels: ["camera": "x\"y\\z\n", "at": "1"]).add(
            2)
        metrics.counter("tocsin_b_total", help: "other").add()
        metrics.gauge("tocsin_a", help: "As.").set(0.5)
        #expect(
            metrics.prometheusText() == """
                # HELP tocsin_a As.
                # TYPE tocsin_a gauge
                tocsin_a 0.5
                # HELP tocsin_b_total Bs \\\\ seen\\nso far.
                # TYPE tocsin_b_total counter
                tocsin_b_total 1
                tocsin_b_total{at="1",camera="x\\"y\\\\z\\n"} 2

                """)
    }

    @Test("Asking twice gives the same metric, whatever the order of the labels")
    func same() {
        let metrics = Metrics()
        let first = metrics.counter("a", help: "", labels: ["x": "1", "y": "2"])
        #expect(metrics.counter("a", help: "", labels: ["y": "2", "x": "1"]) === first)
        #expect(metrics.counter("a", help: "", labels: ["x": "2", "y": "1"]) !== first)
        #expect(metrics.gauge("g", help: "") === metrics.gauge("g", help: ""))
    }

    @Test("A name of one type taken for another breaks nothing")
    func confused() {
        let metrics = Metrics()
        metrics.counter("a", help: "").add()
        metrics.gauge("a", help: "").set(7)
        #expect(metrics.prometheusText() == "# HELP a \n# TYPE a counter\na 1\n")
    }

    @Test("Values that are no numbers are spelled as Prometheus spells them")
    func specialValues() {
        for (value, text) in [(Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (-0.25, "-0.25")] {
            let metrics = Metrics()
            metrics.gauge("a", help: "").set(value)
            #expect(metrics.prometheusText().hasSuffix("\na \(text)\n"))
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
