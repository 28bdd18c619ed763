import Foundation
import GRDB
import Testing
import VideoCore

@testable import Alarms

@Suite("A hundred thousand alarms")
struct HistorySpeedTests {
    private static let count = 100_000

    private static let queries: [(what: String, change: @Sendable (inout HistoryQuery) -> Void)] = [
        ("the newest", { _ in }),
        ("one kind", { $0.kind = .fire }),
        ("one camera", { $0.camera = CameraID("c7") }),
        ("one building", { $0.building = "b3" }),
        ("new ones", { $0.state = .new }),
        ("closed ones", { $0.state = .closed }),
        ("open ones", { $0.openOnly = true }),
        ("a day", { ($0.from, $0.to) = (moment(40_000), moment(41_000)) }),
        ("behind a place", { $0.before = HistoryPlace(startedAt: moment(500).milliseconds, number: 500) }),
        (
            "several at once",
            { query in
                (query.camera, query.kind, query.from, query.to) = (CameraID("c7"), .smoke, moment(100), moment(99_000))
            }
        ),
    ]

    private static func moment(_ number: Int) -> Timestamp { Timestamp(monday.advanced(by: 60 * Double(number))) }

    private static let filled = Result { try fill(TemporaryFolder()) }

    private static func fill(_ folder: TemporaryFolder) throws -> (TemporaryFolder, Outbox) {
        let outbox = try Outbox(.sample(folder))
        let event = AlarmEvent.sample(0)
        try outbox.queue.write { database in
            let json = String(decoding: try event.json(), as: UTF8.self)
            try database.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                    INSERT INTO event (id, alarmID, kind, camera, phase, startedAt, appendedAt, json)
                    SELECT 'id' || i, 'alarm' || i, CASE i % 50 WHEN 0 THEN 'fire' ELSE 'smoke' END, 'c' || (i % 60), 'open',
                        ? + i * 60000, 0, ? FROM n
                    """, arguments: [Self.count, Timestamp(monday).milliseconds, json])
            try database.execute(
                sql: """
                    INSERT INTO alarm (number, alarmID, kind, camera, building, startedAt, latest, isOpen, isDrill, state)
                    SELECT sequence, alarmID, kind, camera, 'b' || (sequence % 20), startedAt, sequence,
                        sequence % 1000 = 0, 0, CASE WHEN sequence % 500 = 1 THEN 'closed' WHEN sequence % 3 = 0 THEN 'new'
                        ELSE 'confirmed' END
                    FROM event
                    """)
        }
        return (folder, outbox)
    }

    @Test("A page is found by an index, in order, without looking at the rest")
    func pages() throws {
        let (_, outbox) = try Self.filled.get()
        for (what, change) in Self.queries {
            var query = HistoryQuery()
            change(&query)
            let (sql, arguments) = Outbox.statement(query)
            let plan = try outbox.queue.read { database in
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: arguments)
                    .map { $0["detail"] as String }
            }
            #expect(plan.contains { $0.contains("alarm USING INDEX alarm_") }, "\(what): \(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN event") || $0 == "SCAN alarm" }, "\(what): \(plan)")
            let page = try outbox.history(query)
            #expect(page.entries.count == 50 || what == "several at once", "\(what): \(page.entries.count)")
        }
    }

    @Test("Whatever is asked for, no more rows are looked at than a few for each that is shown")
    func steps() throws {
        let (_, outbox) = try Self.filled.get()
        for (what, change) in Self.queries where what != "several at once" {
            var query = HistoryQuery()
            change(&query)
            let (sql, arguments) = Outbox.statement(query)
            let seen = Seen()
            // Counts rows as the query looks at them.
            let function = DatabaseFunction("seen", argumentCount: 1, pure: false) { values in
                seen.count += 1
                return values[0]
            }
            try outbox.queue.write { database in
                database.add(function: function)
                let counting = sql.replacing("WHERE ", with: "WHERE seen(number) AND ", maxReplacements: 1)
                _ = try Row.fetchAll(database, sql: counting, arguments: arguments)
            }
            #expect(seen.count <= 200, "\(what): \(seen.count)")
            #expect(seen.count >= 51, "\(what): \(seen.count), which counts nothing")
        }
    }

    private final class Seen: @unchecked Sendable {
        // Safe because SQLite calls the function on the thread that runs the query.
        var count = 0
    }
}
