import Foundation
import GRDB
import Testing
import VideoCore

@testable import Alarms

@Suite("Alarms of queues from before there was a table of them")
struct HistoryMigrationTests {
    /// Everything that may be there: open and over, handled, merged, drills, self-tests.
    private func fill(_ outbox: Outbox) throws {
        for number in 1...6 {
            var event = AlarmEvent.sample(number)
            event.data.place.building = number == 3 ? "7" : nil
            try outbox.append(event)
        }
        try outbox.append(.sample(2, .close))
        var test = AlarmEvent.sample(7)
        test.data.isTest = true
        try outbox.append(test)
        try outbox.append(Drill(.fire, by: "Li", start: monday, number: 1).events(of: .sample()))
        func word(_ state: HandlingState, by: String = "Li") -> AlarmHandling {
            AlarmHandling(state, by: by, at: Timestamp(monday))
        }
        func id(_ number: Int) -> AlarmID { AlarmEvent.sample(number).data.alarmID }
        try outbox.handle(alarm: id(1), word(.confirmed))
        try outbox.handle(alarm: id(1), word(.acknowledged, by: "Wang"))
        try outbox.handle(alarm: id(2), word(.acknowledged))
        try outbox.merge(id(4), into: id(3), word(.merged))
        try outbox.merge(id(3), into: id(5), word(.merged))
        try outbox.handle(alarm: id(5), word(.closed))
    }

    private func table(_ outbox: Outbox) throws -> [String] {
        try outbox.queue.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM alarm ORDER BY number").map { "\($0)" }
        }
    }

    @Test("It is made of what is there, just as it would have been kept")
    func taken() throws {
        let folder = try TemporaryFolder()
        let kept = try Outbox(.sample(folder))
        try fill(kept)
        let expected = try table(kept)
        #expect(expected.count == 7, "six alarms and a drill")
        try kept.queue.write { database in
            try database.execute(sql: "DROP TABLE alarm; DELETE FROM grdb_migrations WHERE identifier = '4'")
        }
        #expect(throws: OutboxError.self) { _ = try Outbox(.sample(folder), role: .visitor) }
        let taken = try Outbox(.sample(folder))
        #expect(try table(taken) == expected)
        #expect(try taken.history(HistoryQuery()) == kept.history(HistoryQuery()))
    }
}
