import Foundation
import GRDB
import Testing
import VideoCore

@testable import Alarms

@Suite("Alarms page by page")
struct HistoryTests {
    let folder: TemporaryFolder
    let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
    }

    private func history(_ change: (inout HistoryQuery) -> Void = { _ in }) throws -> HistoryPage {
        var query = HistoryQuery()
        change(&query)
        return try outbox.history(query)
    }

    private func ids(_ change: (inout HistoryQuery) -> Void = { _ in }) throws -> [AlarmID] {
        try history(change).entries.map(\.event.data.alarmID)
    }

    private func id(_ number: Int, kind: AlarmKind = .thrownObject, camera: String = "gate") -> AlarmID {
        AlarmEvent.sample(number, kind: kind, camera: camera).data.alarmID
    }

    private func word(_ state: HandlingState, by: String = "Li", _ comment: String? = nil) -> AlarmHandling {
        AlarmHandling(state, by: by, at: Timestamp(monday), comment: comment)
    }

    @Test(
        "One entry for each alarm, the newest first; the newest event of its camera gives the fields, people the state")
    func entries() throws {
        try outbox.append(.sample(1))
        try outbox.append(.sample(2))
        var more = AlarmEvent.sample(1, .update)
        more.data.confidence = 0.99
        more.data.detail = "two of them"
        more.data.evidence = [Evidence(kind: .snapshot, uri: "file:a.jpg", sha256: "ab", bytes: 1, masked: true)]
        try outbox.append(more)
        try outbox.handle(alarm: id(1), word(.confirmed, "seen on site"))
        var end = AlarmEvent.sample(1, .close)
        end.data.mediaTime.end = 9
        end.data.evidence = [Evidence(kind: .clip, uri: "file:a.mp4", sha256: "cd", bytes: 2, masked: true)]
        try outbox.append(end)
        let page = try history()
        #expect(page.entries.map(\.event.data.alarmID) == [id(2), id(1)] && page.next == nil)
        let (new, old) = (try #require(page.entries.first), try #require(page.entries.last))
        #expect(new.isOpen && new.state == .new && new.handling == nil && new.evidence.isEmpty && new.parts == 0)
        #expect(!old.isOpen && old.state == .confirmed && old.handling?.comment == "seen on site")
        #expect(old.event.data.phase == .close && old.event.data.mediaTime.end == 9)
        #expect(old.detail == "two of them", "what was said last")
        #expect(old.evidence.map(\.uri) == ["file:a.jpg", "file:a.mp4"])
    }

    @Test("Self-tests are left out; drills only where that is asked for")
    func tests() throws {
        var test = AlarmEvent.sample(1)
        test.data.isTest = true
        try outbox.append(test)
        let drill = Drill(.fire, by: "Li", start: monday).events(of: .sample())
        try outbox.append(drill)
        try outbox.handle(alarm: test.data.alarmID, word(.acknowledged))
        #expect(try ids() == [drill[0].data.alarmID])
        #expect(try ids { $0.includesDrills = false }.isEmpty)
    }

    @Test("What became a part of another is left out and counted there, with its own parts")
    func parts() throws {
        for number in 1...4 { try outbox.append(.sample(number)) }
        try outbox.merge(id(2), into: id(1), word(.merged))
        try outbox.merge(id(3), into: id(1), word(.merged))
        try outbox.handle(alarm: id(1), word(.confirmed))
        try outbox.merge(id(1), into: id(4), word(.merged))
        let page = try history()
        #expect(page.entries.map(\.event.data.alarmID) == [id(4)] && page.entries.map(\.parts) == [3])
        #expect(page.entries.map(\.state) == [.new] && page.entries.first?.handling == nil)
    }

    private static let filters: [(what: String, change: @Sendable (inout HistoryQuery) -> Void, expected: [Int])] = [
        ("all", { _ in }, [6, 5, 4, 3, 2, 1]),
        ("kind", { $0.kind = .fire }, [5, 1]),
        ("camera", { $0.camera = CameraID("b") }, [6, 5, 4]),
        ("building", { $0.building = "7" }, [4, 2]),
        ("no such building", { $0.building = "8" }, []),
        ("state", { $0.state = .falseAlarm }, [3]),
        ("new", { $0.state = .new }, [6, 5, 4, 2, 1]),
        ("open", { $0.openOnly = true }, [6, 5, 3, 2, 1]),
        ("from", { $0.from = Timestamp(monday.advanced(by: 5)) }, [6, 5]),
        ("to", { $0.to = Timestamp(monday.advanced(by: 3)) }, [2, 1]),
        ("limit", { $0.limit = 2 }, [6, 5]),
        (
            "several",
            { query in
                query.camera = CameraID("b")
                query.kind = .thrownObject
                query.openOnly = true
                query.from = Timestamp(monday)
            }, [6]
        ),
    ]

    @Test("Each filter gives those it asks for", arguments: filters.indices)
    func filter(_ index: Int) throws {
        for number in 1...6 {
            let kind: AlarmKind = number == 1 || number == 5 ? .fire : .thrownObject
            var event = AlarmEvent.sample(number, kind: kind, camera: number < 4 ? "a" : "b")
            event.data.place.building = number == 2 || number == 4 ? "7" : nil
            try outbox.append(event)
            if number == 3 { try outbox.handle(alarm: event.data.alarmID, word(.falseAlarm)) }
            guard number == 4 else { continue }
            var end = event
            end.data.phase = .close
            end.id = "\(event.data.alarmID)-close"
            try outbox.append(end)
        }
        let found = try history(Self.filters[index].change).entries.map { entry in
            Int(entry.event.time.wallTime.secondsSince1970 - monday.secondsSince1970)
        }
        #expect(found == Self.filters[index].expected, "\(Self.filters[index].what)")
    }

    @Test("Page by page every alarm comes once, whatever is queued meanwhile, also where several begin at once")
    func pages() throws {
        func append(_ number: Int, camera: String = "gate", _ phase: AlarmPhase = .open) throws {
            try outbox.append(.sample(number, phase, camera: camera))
        }
        for number in 1...10 { try append(number) }
        for camera in ["a", "b", "c"] { try append(5, camera: camera) }
        let before = Set(try ids())
        #expect(before.count == 13)
        var got: [AlarmID] = []
        var place: HistoryPlace?
        var round = 0
        repeat {
            let page = try history { ($0.before, $0.limit) = (place, 3) }
            got += page.entries.map(\.event.data.alarmID)
            place = page.next.flatMap { HistoryPlace("\($0)") }
            // New ones, also one that began long ago, and news of those that are there.
            round += 1
            try append(100 + round)
            try append(-round)
            try append(round, .close)
        } while place != nil
        #expect(Set(got).count == got.count)
        #expect(Set(got).isSuperset(of: before))
    }

    @Test("The stream behind the page's cursor misses nothing and repeats nothing")
    func cursor() throws {
        for number in 1...3 { try outbox.append(.sample(number)) }
        let page = try history()
        try outbox.append(.sample(4))
        var query = EventQuery()
        query.start = .after(page.cursor)
        let behind = try outbox.page(query)
        #expect(behind.standing == .known && behind.events.map(\.sequence) == [4])
    }

    @Test("A place is a text that is read back, and nothing else is")
    func places() {
        for place in [HistoryPlace(startedAt: -5, number: 0), HistoryPlace(startedAt: 1_772_445_600_000, number: 99)] {
            #expect(HistoryPlace("\(place)") == place)
        }
        for text in ["", "1", "1.", ".1", "1.-1", "1.1.1", "a.b", "9999999999999999999.1", "1.9999999999999999999"] {
            #expect(HistoryPlace(text) == nil, "\(text)")
        }
    }

    @Test("What is pruned is in no page any more")
    func pruned() throws {
        for number in 1...3 {
            try outbox.append(.sample(number), now: monday)
            if number != 2 { try outbox.append(.sample(number, .close), now: monday) }
        }
        try outbox.prune(before: monday.advanced(by: 1))
        #expect(try ids() == [id(2)])
        let rows = try outbox.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM alarm") }
        #expect(rows == 1)
    }

    @Test("An alarm that only a newer version can read costs no other")
    func unreadable() throws {
        for number in 1...3 { try outbox.append(.sample(number)) }
        try outbox.queue.write { database in
            try database.execute(sql: "UPDATE event SET json = '{\"specversion\":\"2.0\"}' WHERE sequence = 2")
            try database.execute(sql: "UPDATE event SET json = 'no JSON' WHERE sequence = 1")
        }
        #expect(try ids() == [id(3)])
    }
}
