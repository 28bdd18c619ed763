import Foundation
import GRDB
import Testing
import VideoCore

@testable import Alarms

@Suite("What people do about alarms")
struct HandlingTests {
    let folder: TemporaryFolder
    let outbox: Outbox
    private let alarm = AlarmEvent.sample(1).data.alarmID
    private let other = AlarmEvent.sample(2).data.alarmID

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
        var first = AlarmEvent.sample(1)
        first.data.prompt = "take it out"
        first.data.evidence = [Evidence(kind: .snapshot, uri: "file:a.jpg", sha256: "ab", bytes: 1, masked: true)]
        try outbox.append(first)
        try outbox.append(.sample(2))
    }

    private func word(
        _ state: HandlingState, by: String = "Li", after seconds: Double = 0, comment: String? = nil
    ) -> AlarmHandling {
        AlarmHandling(state, by: by, at: Timestamp(monday.advanced(by: seconds)), comment: comment)
    }

    @Test("Each word makes an event like the newest of the alarm, with what was done and no announcement")
    func event() throws {
        let handled = try outbox.handle(alarm: alarm, word(.confirmed, comment: "smoke on floor 3"))
        let stored = try #require(handled.event)
        #expect(handled.isNew && stored.sequence == 3 && stored.id == "\(alarm)-handling-1")
        let event = try stored.event()
        #expect(event.data.phase == .update && event.data.prompt == nil)
        #expect(event.data.handling == word(.confirmed, comment: "smoke on floor 3"))
        #expect(event.data.evidence.map(\.uri) == ["file:a.jpg"])
        #expect(event.data.committedAt == Timestamp(monday))
        #expect(try outbox.events(after: 2, limit: 9).map(\.json) == [stored.json])
        #expect(String(decoding: stored.json, as: UTF8.self).contains(#""handling":{"at":"2026-03-02T10:00:00.000Z""#))
    }

    private static let courses: [([HandlingState], HandlingState)] = [
        ([], .new), ([.acknowledged], .acknowledged), ([.confirmed], .confirmed),
        ([.acknowledged, .falseAlarm], .falseAlarm), ([.confirmed, .acknowledged], .confirmed),
        ([.confirmed, .falseAlarm], .falseAlarm), ([.acknowledged, .confirmed, .closed], .closed),
    ]

    @Test("The last word counts, but being seen takes nothing back", arguments: courses.indices)
    func state(_ index: Int) throws {
        let (course, state) = Self.courses[index]
        for (number, step) in course.enumerated() {
            try outbox.handle(alarm: alarm, word(step, after: Double(number)))
        }
        let record = try outbox.alarm(alarm)
        #expect(record.state == state && record.handling.map(\.state) == course)
        #expect(record.isOpen, "the incident is another matter")
    }

    private static let repetitions: [(AlarmHandling, key: String?, isNew: Bool)] = [
        (AlarmHandling(.confirmed, by: "Li", at: at(1)), nil, false),
        (AlarmHandling(.confirmed, by: "Li", at: at(60)), nil, false),
        (AlarmHandling(.confirmed, by: "Li", at: at(61)), nil, true),
        (AlarmHandling(.confirmed, by: "Wang", at: at(1)), nil, true),
        (AlarmHandling(.falseAlarm, by: "Li", at: at(1)), nil, true),
        (AlarmHandling(.confirmed, by: "Li", at: at(1), comment: "sure"), nil, true),
        (AlarmHandling(.confirmed, by: "Li", at: at(9000)), "k", false),
        (AlarmHandling(.confirmed, by: "Wang", at: at(9000)), "other", true),
    ]

    private static func at(_ seconds: Double) -> Timestamp { Timestamp(monday.advanced(by: seconds)) }

    @Test("The same said again makes no second event", arguments: repetitions.indices)
    func repeated(_ index: Int) throws {
        let (again, key, isNew) = Self.repetitions[index]
        let first = try outbox.handle(alarm: alarm, word(.confirmed), key: "k")
        let second = try outbox.handle(alarm: alarm, again, key: key)
        #expect(second.isNew == isNew)
        #expect(isNew || second.event?.id == first.event?.id)
        #expect(try outbox.alarm(alarm).events.count == (isNew ? 3 : 2))
    }

    @Test("Who says the same again after another has spoken means it")
    func insists() throws {
        for (number, by) in ["Li", "Wang", "Li"].enumerated() {
            let state = by == "Li" ? HandlingState.confirmed : .falseAlarm
            let said = try outbox.handle(alarm: alarm, AlarmHandling(state, by: by, at: Self.at(Double(number))))
            #expect(said.isNew)
        }
        #expect(try outbox.alarm(alarm).state == .confirmed)
    }

    @Test("A key that came with something else is refused, and nothing is changed")
    func keyReused() throws {
        try outbox.handle(alarm: alarm, word(.confirmed), key: "k")
        let words = [
            (other, word(.confirmed)), (alarm, word(.closed)),
            (alarm, AlarmHandling(.confirmed, by: "Wang", at: Self.at(1))),
        ]
        for (id, word) in words {
            let error = #expect(throws: OutboxError.self) { try outbox.handle(alarm: id, word, key: "k") }
            #expect(error?.code == .keyReused)
        }
        #expect(try outbox.newestSequence() == 3)
    }

    @Test("Nothing is said of what is closed or not there; a repetition of the last word is no error")
    func settled() throws {
        try outbox.handle(alarm: alarm, word(.closed))
        #expect(try !outbox.handle(alarm: alarm, word(.closed, after: 5)).isNew)
        let closed = #expect(throws: OutboxError.self) { try outbox.handle(alarm: alarm, word(.acknowledged)) }
        #expect(closed?.code == .settled)
        #expect(throws: OutboxError(.unknownAlarm, path: outbox.settings.path, detail: "x")) {
            try outbox.handle(alarm: AlarmID("x"), word(.confirmed))
        }
        #expect(try outbox.newestSequence() == 3)
    }

    @Test("A merged alarm is listed once, both tell of it, and what is to be said is said of the one that goes on")
    func merged() throws {
        #expect(try outbox.merge(other, into: alarm, word(.merged)).isNew)
        #expect(try !outbox.merge(other, into: alarm, word(.merged, after: 1)).isNew)
        #expect(try outbox.alarms().map(\.id) == [alarm])
        let (part, whole) = (try outbox.alarm(other), try outbox.alarm(alarm))
        #expect(part.state == .merged && part.mergedInto == alarm)
        #expect(whole.state == .new && whole.mergedInto == nil && whole.handling.map(\.from) == [other])
        #expect(part.latest?.data.handling?.into == alarm && whole.latest?.data.handling?.from == other)
        let error = #expect(throws: OutboxError.self) { try outbox.handle(alarm: other, word(.confirmed)) }
        #expect(error?.detail.contains(alarm.text) == true, "it says of which")
        for (joining, staying) in [(alarm, alarm), (alarm, other), (other, alarm)] {
            #expect(throws: OutboxError.self) { try outbox.merge(joining, into: staying, word(.merged, by: "Wang")) }
        }
        #expect(try outbox.newestSequence() == 4)
    }

    @Test("A drill and a real alarm cannot become one, whichever joins the other")
    func drillAndAlarm() throws {
        let drill = Drill(.fire, by: "Li", comment: nil, start: .now())
        let events = drill.events(of: CameraContext(site: "garden", camera: AlarmCamera(id: "gate")))
        try outbox.append(events)
        let id = try #require(events.first).data.alarmID
        for (joining, staying) in [(alarm, id), (id, alarm)] {
            let error = #expect(throws: OutboxError.self) { try outbox.merge(joining, into: staying, word(.merged)) }
            #expect(error?.code == .settled)
        }
        #expect(try outbox.alarm(alarm).state == .new)
    }

    @Test("An alarm that was merged and left open is closed at the next start like every other")
    func mergedAndLeftOpen() async throws {
        try outbox.merge(other, into: alarm, word(.merged))
        let closed = try await AlarmDesk(outbox: outbox).closeLeftOpen()
        #expect(Set(closed.map(\.event.data.alarmID)) == [alarm, other])
        #expect(closed.allSatisfy { $0.event.data.handling == nil && $0.event.data.phase == .close })
    }

    @Test("Acknowledgements of an earlier version are taken over, and the queue gets a mark of its own")
    func migrated() throws {
        let path = folder.file("old.sqlite")
        let queue = try DatabaseQueue(path: path)
        try OutboxSchema.migrator.migrate(queue, upTo: "1")
        try queue.write { database in
            for (who, at) in [("Wang", 2000), ("Li", 1000)] {
                try database.execute(
                    sql: "INSERT INTO acknowledgement VALUES (?, ?, ?, 'seen')", arguments: [alarm.text, who, at])
            }
        }
        try queue.close()
        let opened = try Outbox(OutboxSettings(path: path))
        try opened.append(.sample(1))
        let record = try opened.alarm(alarm)
        #expect(record.handling.map(\.by) == ["Li", "Wang"] && record.state == .acknowledged)
        #expect(record.handling.first?.comment == "seen")
        #expect(try opened.handle(alarm: alarm, word(.confirmed)).event?.id == "\(alarm)-handling-3")
        #expect(try opened.page(EventQuery()).next.queue != 0)
    }
}
