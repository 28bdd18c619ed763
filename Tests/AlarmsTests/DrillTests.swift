import Foundation
import Logging
import Synchronization
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery
@testable import tocsin

@Suite("Drills")
struct DrillTests {
    private final class Guardroom: AlarmSink {
        let name = "guardroom"
        private let state = Mutex<[StoredEvent]>([])
        var got: [StoredEvent] { state.withLock { $0 } }
        func deliver(_ events: [StoredEvent]) { state.withLock { $0 += events } }
    }

    private let events = Drill(.fire, by: "Li", comment: "monthly", start: monday).events(
        of: .sample { $0.priorities[.fire] = 1 })

    @Test("A drill opens and closes like a real alarm, and says in every way that it is none")
    func complete() throws {
        #expect(events.map(\.data.phase) == [.open, .close])
        #expect(Set(events.map(\.data.alarmID)).count == 1 && Set(events.map(\.id)).count == 2)
        for event in events {
            #expect(event.data.isTest && event.data.isDrill && event.data.priority == 1)
            #expect(event.data.detail == "this is a drill, ordered by Li: monthly")
            #expect(event.sentence().hasPrefix("drill: suspected fire"))
            #expect(try AlarmEvent(json: event.json()) == event)
        }
        let other = Drill(.fire, by: "Li", start: monday).events(of: .sample())
        #expect(other.first?.data.alarmID != events[0].data.alarmID, "two in the same moment are two")
        var finding = Finding.sample(.fire, start: 0, end: 0)
        finding.isTest = true
        var alarms = CameraAlarms(.sample())
        let real = alarms.events(for: finding, at: FindingMoment(mediaTime: 0, wallTime: monday))
        #expect(real.first?.data.alarmID != events[0].data.alarmID, "one that begins at the same time is another")
    }

    @Test("It is delivered; a self-test beside it is not")
    func delivered() async throws {
        let folder = try TemporaryFolder()
        let outbox = try Outbox(.sample(folder))
        var test = AlarmEvent.sample(1)
        test.data.isTest = true
        try outbox.append(test)
        try outbox.append(events)
        try outbox.handle(
            alarm: events[0].data.alarmID, AlarmHandling(.acknowledged, by: "Li", at: Timestamp(monday)))
        let sink = Guardroom()
        let loop = DeliveryLoop(
            outbox: outbox, sink: sink, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        while try await loop.deliverNext() {}
        #expect(sink.got.map(\.sequence) == [2, 3, 4], "what is said of a drill is for those who had it")
        #expect(AlarmTable(try outbox.alarms()).text().contains("fire (drill)"))
    }
}
