import Foundation
import GRDB
import Testing
import VideoCore

@testable import Alarms

@Suite("The queue keeps what it was given")
struct OutboxTests {
    let folder: TemporaryFolder
    let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
    }

    private func append(_ numbers: ClosedRange<Int>, now: WallTime = monday) throws {
        for number in numbers { try outbox.append(.sample(number), now: now) }
    }

    @Test("Events come back in order, byte for byte, also after reopening")
    func order() throws {
        let committed = try (1...5).map { try outbox.append(.sample($0)) }
        #expect(committed.map(\.isNew) == Array(repeating: true, count: 5))
        #expect(committed.map(\.sequence) == committed.map(\.sequence).sorted())
        let reopened = try Outbox(.sample(folder))
        let stored = try reopened.events(after: 0, limit: 10)
        let given = try (1...5).map { try AlarmEvent.sample($0).json() }
        #expect(stored.map(\.json) == given)
        let middle = try reopened.events(after: committed[1].sequence, limit: 2)
        #expect(middle.map(\.sequence) == committed[2...3].map(\.sequence))
        #expect(try stored[0].event() == .sample(1))
    }

    @Test("An event offered twice is queued once")
    func idempotent() throws {
        let first = try outbox.append(.sample(1))
        var changed = AlarmEvent.sample(1)
        changed.data.confidence = 0.1
        let again = try outbox.append(changed)
        #expect(!again.isNew && again.sequence == first.sequence)
        let stored = try outbox.events(after: 0, limit: 10).map { try $0.event() }
        #expect(stored == [.sample(1)])
        #expect(try outbox.append(.sample(2)).isNew)
    }

    @Test("A commit waits for the disk: WAL with synchronous FULL on the connection that writes")
    func waitsForDisk() throws {
        let pragmas = try outbox.queue.writeWithoutTransaction { database in
            [
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try String.fetchOne(database, sql: "PRAGMA synchronous"),
            ]
        }
        #expect(pragmas == ["wal", "2"])
    }

    @Test("A cursor moves forward only, and never past the newest event")
    func cursor() throws {
        try append(1...5)
        #expect(try outbox.cursor(of: "file") == 0)
        for (upTo, expected) in [(3, 3), (2, 3), (0, 3), (99, 5), (-4, 5)] as [(Int64, Int64)] {
            #expect(try outbox.acknowledge(consumer: "file", upTo: upTo) == expected)
            #expect(try outbox.cursor(of: "file") == expected)
        }
        #expect(try outbox.cursor(of: "other") == 0)
        #expect(try Outbox(.sample(folder)).cursor(of: "file") == 5)
    }

    @Test("A replay puts the cursor back, and a batch under way does not undo it")
    func replay() throws {
        try append(1...5)
        try outbox.acknowledge(consumer: "file", upTo: 4)
        #expect(try outbox.replay(consumer: "file", after: 1) == 3)
        #expect(try outbox.acknowledge(consumer: "file", upTo: 5, since: 4) == 1)
        #expect(try outbox.acknowledge(consumer: "file", upTo: 5, since: 1) == 5)
        #expect(try outbox.replay(consumer: "file", after: 7) == 0)
        #expect(try outbox.replay(consumer: "file", after: -7) == 5)
        #expect(try outbox.cursor(of: "file") == 0)
    }

    @Test("Pruned are old alarms that are over and of which every consumer has had everything")
    func prune() throws {
        try append(1...3)
        try outbox.handle(
            alarm: AlarmEvent.sample(1).data.alarmID, AlarmHandling(.acknowledged, by: "Li", at: Timestamp(monday)))
        for number in 1...2 { try outbox.append(.sample(number, .close), now: monday) }
        try outbox.append(.sample(9, .close), now: monday.advanced(by: 100))
        try outbox.register(consumer: "slow")
        try outbox.acknowledge(consumer: "fast", upTo: 7)
        #expect(try outbox.prune(before: monday.advanced(by: 50)) == 0, "the slow consumer has had nothing")
        try outbox.acknowledge(consumer: "slow", upTo: 5)
        #expect(try outbox.prune(before: monday) == 0, "nothing is that old")
        #expect(try outbox.prune(before: monday.advanced(by: 50)) == 3, "one alarm as a whole")
        try outbox.forget(consumer: "slow")
        #expect(try outbox.prune(before: monday.advanced(by: 50)) == 2)
        let left = try outbox.events(after: 0, limit: 10).map(\.id)
        #expect(left == [AlarmEvent.sample(3).id, AlarmEvent.sample(9, .close).id])
        let receipts = try outbox.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM handling") }
        #expect(receipts == 0)
        #expect(try outbox.append(.sample(10)).sequence == 8, "numbers are never given twice")
    }

    @Test("Without consumers age alone decides, and more than one batch is removed")
    func pruneMany() throws {
        for number in 1...300 {
            try outbox.append(.sample(number), now: monday)
            try outbox.append(.sample(number, .close), now: monday)
        }
        #expect(try outbox.prune(before: monday.advanced(by: 1)) == 600)
    }

    @Test("Alarms are listed newest first and by what is asked for")
    func list() throws {
        try outbox.append(.sample(1, kind: .fire, camera: "a"))
        try outbox.append(.sample(2, kind: .smoke, camera: "b"))
        try outbox.append(.sample(3, kind: .fire, camera: "b"))
        try outbox.append(.sample(1, .close, kind: .fire, camera: "a"))
        func starts(_ change: (inout AlarmQuery) -> Void) throws -> [Double] {
            var query = AlarmQuery()
            change(&query)
            return try outbox.alarms(query).compactMap(\.latest).map {
                $0.time.wallTime.secondsSince1970 - monday.secondsSince1970
            }
        }
        #expect(try starts { _ in } == [3, 2, 1])
        #expect(try starts { $0.kind = .fire } == [3, 1])
        #expect(try starts { $0.camera = CameraID("b") } == [3, 2])
        #expect(try starts { $0.since = monday.advanced(by: 2) } == [3, 2])
        #expect(try starts { $0.openOnly = true } == [3, 2])
        #expect(try starts { $0.limit = 1 } == [3])
        let closed = try #require(try outbox.alarms().last)
        #expect(!closed.isOpen && closed.events.count == 2)
    }

    @Test("An alarm is found by the beginning of its id")
    func beginnings() throws {
        try append(1...1)
        let id = AlarmEvent.sample(1).data.alarmID
        #expect(try outbox.alarmIDs(startingWith: String(id.text.prefix(6))) == [id])
        #expect(try outbox.alarmIDs(startingWith: "%") == [])
    }
}
