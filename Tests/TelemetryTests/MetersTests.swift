import TestSupport
import Testing

@testable import Telemetry

@Suite struct MetersTests {
    private let metrics = Metrics()

    private var shown: PrometheusText { PrometheusText(metrics.prometheusText()) }

    @Test func `Polls are counted by result, each shown from the start`() {
        let polls = PollMeters(metrics)
        #expect(shown.families.first { $0.name == "tocsin_poll_results_total" }?.samples.count == 10)
        for result in ["ok", "ok", "frozen"] { polls.count(result) }
        polls.setDue(3)
        #expect(shown.value("tocsin_poll_results_total", ["result": "ok"]) == 2)
        #expect(shown.value("tocsin_poll_results_total", ["result": "frozen"]) == 1)
        #expect(shown.value("tocsin_poll_results_total", ["result": "busy"]) == 0)
        #expect(shown.value("tocsin_polls_due") == 3)
        #expect(shown.complaints == [])
    }

    @Test func `A device is up, down, or not known, and one that is gone is shown no more`() {
        let devices = DeviceMeters(metrics)
        devices.setUp(true, device: "a")
        devices.setUp(false, device: "b")
        devices.setUptime(online: 3, observed: 4, device: "a")
        devices.setUptime(online: 0, observed: 0, device: "b")
        #expect(shown.value("tocsin_device_up", ["device": "a"]) == 1)
        #expect(shown.value("tocsin_device_up", ["device": "b"]) == 0)
        #expect(shown.value("tocsin_device_uptime_ratio", ["device": "a"]) == 0.75)
        #expect(shown.value("tocsin_device_uptime_ratio", ["device": "b"]) == nil)
        devices.setUp(nil, device: "b")
        #expect(shown.value("tocsin_device_up", ["device": "b"]) == nil)
        devices.forget(device: "a")
        #expect(metrics.prometheusText().contains("device=\"a\"") == false)
    }

    @Test func `A rate is shown with its counts, and its quotient only where there is enough to tell`() {
        let rates = RateMeters(metrics)
        rates.set("output", numerator: 4, denominator: 5)
        #expect(shown.value("tocsin_rate_ratio", ["rate": "output"]) == 0.8)
        rates.set("output", numerator: 3, denominator: 5, isSufficient: false)
        #expect(shown.value("tocsin_rate_numerator", ["rate": "output"]) == 3)
        #expect(shown.value("tocsin_rate_denominator", ["rate": "output"]) == 5)
        #expect(shown.value("tocsin_rate_ratio", ["rate": "output"]) == nil)
        rates.set("coverage", numerator: 0, denominator: 0)
        #expect(shown.value("tocsin_rate_ratio", ["rate": "coverage"]) == nil)
        rates.set(indicator: "output", isMet: true)
        rates.set(indicator: "coverage", isMet: false)
        #expect(shown.value("tocsin_indicator_met", ["indicator": "output"]) == 1)
        #expect(shown.value("tocsin_indicator_met", ["indicator": "coverage"]) == 0)
        rates.set(indicator: "output", isMet: nil)
        #expect(shown.value("tocsin_indicator_met", ["indicator": "output"]) == nil)
    }

    @Test func `What /proc says is read whatever the program is called`() {
        let stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 7 0 1000 99 300 18446744073709551615"
        let figures = ProcessFigures(stat: stat, system: "cpu 1 2\nbtime 1700000000\n", ticks: 100, pageBytes: 4096)
        #expect(figures?.cpuSeconds == 3 && figures?.threads == 7 && figures?.residentBytes == 300 * 4096)
        #expect(figures?.startTime == 1_700_000_010)
        #expect(ProcessFigures(stat: "42 (a) S 1", system: "btime 1\n", ticks: 100, pageBytes: 4096) == nil)
        #expect(ProcessFigures(stat: stat, system: "cpu\n", ticks: 100, pageBytes: 4096) == nil)
    }

    @Test func `This process is measured, with its version`() throws {
        metrics.measureProcess(version: "1.2.3")
        #expect(shown.complaints == [])
        #expect(shown.value("tocsin_build_info", ["version": "1.2.3"]) == 1)
        #expect(try #require(shown.value("process_cpu_seconds_total")) > 0)
        #expect((1e6...1e11).contains(try #require(shown.value("process_resident_memory_bytes"))))
        let (open, limit) = (shown.value("process_open_fds"), shown.value("process_max_fds"))
        #expect(try #require(open) >= 3 && #require(open) < #require(limit))
        #expect(try #require(shown.value("process_threads")) >= 1)
        #expect(try #require(shown.value("process_start_time_seconds")) > 1.7e9)
    }
}
