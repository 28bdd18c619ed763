import ArgumentParser
import Foundation
import Logging
import Synchronization
import Telemetry
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery
@testable import tocsin

@Suite("Tests are kept and never delivered")
struct TestEventsTests {
    /// A sink that notes which events it is given.
    private final class Guardroom: AlarmSink {
        let name = "guardroom"
        private let state = Mutex<[String]>([])
        var got: [String] { state.withLock { $0 } }
        func deliver(_ events: [StoredEvent]) { state.withLock { $0 += events.map(\.id) } }
    }

    let folder: TemporaryFolder
    let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
    }

    private func append(_ numbers: ClosedRange<Int>, tests: Set<Int>) throws -> [AlarmEvent] {
        try numbers.map { number in
            var event = AlarmEvent.sample(number)
            event.data.isTest = tests.contains(number)
            try outbox.append(event)
            return event
        }
    }

    private func loop(_ sink: any AlarmSink, batch: Int) -> DeliveryLoop {
        DeliveryLoop(
            outbox: outbox, sink: sink, batch: batch, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("A sink never sees a test, and its cursor moves over it", arguments: [1, 2, 3, 10])
    func neverDelivered(batch: Int) async throws {
        let tests: Set = [1, 2, 3, 5, 6]
        let events = try append(1...6, tests: tests)
        let sink = Guardroom()
        let loop = loop(sink, batch: batch)
        while try await loop.deliverNext() {}
        #expect(sink.got == [events[3].id])
        #expect(try outbox.cursor(of: "guardroom") == 6)
        try outbox.replay(consumer: "guardroom", after: 0)
        while try await loop.deliverNext() {}
        #expect(sink.got == [events[3].id, events[3].id], "nor by a replay")
    }

    @Test("An alarm whose words speak of tests is delivered")
    func words() async throws {
        var event = AlarmEvent.sample(1)
        event.data.detail = #"he said: {"test":true}, "test":true"#
        event.data.camera.name = #""test":true"#
        try outbox.append(event)
        let stored = try #require(try outbox.events(after: 0, limit: 1).first)
        #expect(!stored.isTest)
        #expect(try stored.event().data.detail == event.data.detail)
    }

    @Test("A list marks tests, and their sentence says so")
    func listed() throws {
        let event = try append(1...1, tests: [1])[0]
        #expect(AlarmTable(try outbox.alarms()).text().contains("thrown-object (test)"))
        #expect(event.sentence().hasPrefix("drill: thrown object"))
    }

    @Test("A real event is neither joined to a test just before it nor silenced by it; hours do not hold for tests")
    func apart() {
        var alarms = CameraAlarms(
            .sample { $0.schedule = WeeklySchedule(windows: [.init(from: 9 * 60, to: 11 * 60)]) })
        var test = Finding.sample()
        test.isTest = true
        test.detail = "a drawn ball"
        let real = Finding.sample(incident: 1)
        let first = alarms.events(for: test, at: FindingMoment(mediaTime: 1, wallTime: monday))
        var moved = real
        moved.start = 1.5
        let second = alarms.events(for: moved, at: FindingMoment(mediaTime: 2, wallTime: monday.advanced(by: 1)))
        #expect(first.map(\.data.isTest) == [true] && second.map(\.data.isTest) == [false])
        #expect(first.first?.data.detail == "a drawn ball")
        #expect(first.first?.data.alarmID != second.first?.data.alarmID)
        let night = monday.advanced(by: 12 * 3600)
        test.incident = 2
        test.start = 12 * 3600
        #expect(alarms.events(for: test, at: FindingMoment(mediaTime: 12 * 3600, wallTime: night)).count == 1)
        #expect(alarms.closeAll().map(\.data.isTest).sorted { !$0 && $1 } == [false, true, true])
    }

    @Test("The desk queues a test without a picture")
    func desk() async throws {
        var test = Finding.sample()
        test.isTest = true
        let metrics = Metrics()
        let desk = AlarmDesk(
            outbox: outbox, evidence: EvidenceStore(EvidenceSettings(folder: folder.file("evidence"))),
            encodeJPEG: { _ in [1] }, metrics: metrics)
        let committed = await desk.handle(test, frame: noisyFrame(), camera: .sample())
        #expect(committed.map(\.event.data.isTest) == [true])
        #expect(committed.first?.event.data.evidence == [])
        #expect(metrics.prometheusText().contains("tocsin_tests_committed_total"))
        let rang = metrics.prometheusText().split(separator: "\n").filter { $0.contains("alarms_committed_total{") }
        #expect(!rang.isEmpty && rang.allSatisfy { $0.hasSuffix(" 0") }, "\(rang)")
    }
}

extension Finding {
    fileprivate static func sample(incident: Int) -> Finding { sample(.thrownObject, incident) }
}
