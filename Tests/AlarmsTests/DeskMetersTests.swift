import Telemetry
import Testing
import VideoCore

@testable import Alarms

@Suite struct DeskMetersTests {
    private let metrics = Metrics()

    private func event(_ kind: AlarmKind = .fire, received: Double?, committed: Double, isTest: Bool = false)
        -> AlarmEvent
    {
        var event = AlarmEvent.sample(1, kind: kind)
        event.data.receivedAt = received.map { Timestamp(monday.advanced(by: $0)) }
        event.data.committedAt = Timestamp(monday.advanced(by: committed))
        event.data.isTest = isTest
        return event
    }

    private func latency(_ suffix: String) -> String? {
        metrics.prometheusText().split(separator: "\n").first {
            $0.hasPrefix("tocsin_alarm_latency_seconds_\(suffix){kind=\"fire\"}")
        }?.split(separator: " ").last.map(String.init)
    }

    @Test func `Every kind and phase is shown from the start`() {
        _ = DeskMeters(metrics)
        let lines = metrics.prometheusText().split(separator: "\n").filter { $0.hasPrefix("tocsin_alarms_committed") }
        #expect(lines.count == AlarmKind.allCases.count * AlarmPhase.allCases.count)
        #expect(lines.allSatisfy { $0.hasSuffix(" 0") })
        #expect(latency("count") == "0")
    }

    @Test func `The way from the frame to the queue is measured for new alarms whose frame is known`() {
        let meters = DeskMeters(metrics)
        meters.count(event(received: 0, committed: 0.25), isNew: true)
        meters.count(event(received: nil, committed: 9), isNew: true)
        meters.count(event(received: 0, committed: 9), isNew: false)
        meters.count(event(received: 0, committed: 9, isTest: true), isNew: true)
        #expect(latency("count") == "1" && latency("sum") == "0.25")
        meters.count(event(received: 5, committed: 0), isNew: true)
        #expect(latency("count") == "2" && latency("sum") == "0.25", "the clock was put back")
    }

    @Test func `What the desk queues is measured`() async throws {
        let folder = try TemporaryFolder()
        let desk = AlarmDesk(outbox: try Outbox(.sample(folder)), metrics: metrics)
        var moment = FindingMoment(mediaTime: 2, wallTime: monday)
        moment.receivedAt = .now - .milliseconds(700)
        await desk.handle(.sample(.fire), at: moment, camera: .sample())
        #expect(latency("count") == "1")
        #expect((0.7...86_400).contains(Double(latency("sum") ?? "") ?? 0), "\(latency("sum") ?? "")")
        #expect(desk.refusal == nil)
    }
}
