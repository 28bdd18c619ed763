import Foundation
import GRDB
public import VideoCore

/// One alarm with all that is queued of it.
public struct AlarmRecord: Hashable, Sendable {
    /// Its id.
    public var id: AlarmID
    /// Its events in the order in which they were queued.
    public var events: [StoredEvent]
    /// What people have done about it, oldest first.
    public var handling: [AlarmHandling]
    /// The number of the last of these, from 1.
    var lastHandling: Int?
    /// Whether none of its events reports its end, in whatever order they were queued.
    public var isOpen: Bool

    /// How many of its events are updates.
    var updates: Int { events.count { $0.id.contains("-update-") } }

    /// The newest event that can be read: it knows most.
    public var latest: AlarmEvent? {
        events.reversed().lazy.compactMap { try? $0.event() }.first
    }

    /// The newest event that can be read and does not tell of what people did.
    var latestOfCamera: AlarmEvent? {
        events.reversed().lazy.compactMap { try? $0.event() }.first { $0.data.handling == nil }
    }

    /// How far people have got with it.
    public var state: HandlingState { handling.state }

    /// The alarm it is a part of; nil normally.
    public var mergedInto: AlarmID? { handling.last { $0.state == .merged && $0.from == nil }?.into }
}

/// Which alarms to list; what is nil is not asked for.
public struct AlarmQuery: Hashable, Sendable {
    /// Only of this kind.
    public var kind: AlarmKind?
    /// Only of this camera.
    public var camera: CameraID?
    /// Only those that began at this moment or later.
    public var since: WallTime?
    /// Only those not over yet.
    public var openOnly = false
    /// Those too that became a part of another.
    public var includesMerged = false
    /// At most so many.
    public var limit = 50

    /// The newest fifty.
    public init() {}
}

extension Outbox {
    /// The alarms that `query` asks for, newest first.
    public func alarms(_ query: AlarmQuery = AlarmQuery()) throws(OutboxError) -> [AlarmRecord] {
        var conditions = ["TRUE"]
        var arguments: StatementArguments = []
        func require(_ condition: String, _ value: any DatabaseValueConvertible) {
            conditions.append(condition)
            arguments += [value]
        }
        if let kind = query.kind { require("kind = ?", kind.rawValue) }
        if let camera = query.camera { require("camera = ?", camera.name) }
        if let since = query.since { require("startedAt >= ?", Timestamp(since).milliseconds) }
        if !query.includesMerged {
            conditions.append(
                """
                NOT EXISTS (SELECT 1 FROM handling
                WHERE handling.alarmID = event.alarmID AND state = 'merged' AND part IS NULL)
                """)
        }
        let having = query.openOnly ? "HAVING sum(phase = 'close') = 0" : ""
        let sql = """
            SELECT alarmID FROM event WHERE \(conditions.joined(separator: " AND "))
            GROUP BY alarmID \(having) ORDER BY min(sequence) DESC LIMIT ?
            """
        arguments += [max(query.limit, 0)]
        return try access {
            try queue.read { database in
                try String.fetchAll(database, sql: sql, arguments: arguments).map { try Self.record($0, database) }
            }
        }
    }

    /// The alarm `id`; throws `.unknownAlarm` when there is none.
    public func alarm(_ id: AlarmID) throws(OutboxError) -> AlarmRecord {
        let record = try access { try queue.read { try Self.record(id.text, $0) } }
        guard !record.events.isEmpty else {
            throw OutboxError(.unknownAlarm, path: settings.path, detail: id.text)
        }
        return record
    }

    /// The ids of all alarms that begin with `prefix`, at most `limit`.
    public func alarmIDs(startingWith prefix: String, limit: Int = 10) throws(OutboxError) -> [AlarmID] {
        try access {
            try queue.read { database in
                try String.fetchAll(
                    database,
                    sql: "SELECT DISTINCT alarmID FROM event WHERE substr(alarmID, 1, ?) = ? ORDER BY alarmID LIMIT ?",
                    arguments: [prefix.count, prefix, limit]
                ).map { AlarmID($0) }
            }
        }
    }

    /// Removes the alarms that are over, of which nothing was queued since `moment` and of which each of `consumers` has
    /// had everything; nil stands for all that are known.
    ///
    /// Returns how many events that was. Works in small transactions, so that an alarm never waits long for its turn.
    @discardableResult
    public func prune(before moment: WallTime, consumers: [String]? = nil) throws(OutboxError) -> Int {
        var removed = 0
        let (past, newest) = try access {
            try queue.read { database in
                (try Self.past(database, before: Timestamp(moment), consumers), try Outbox.newest(database))
            }
        }
        for start in stride(from: 0, to: past.count, by: 200) {
            let some = Array(past[start..<min(start + 200, past.count)])
            removed += try access { try queue.write { try Self.remove(some, unlessSaidAfter: newest, $0) } }
        }
        return removed
    }

    /// Alarms that nobody needs any more. An alarm goes as a whole: what people did about it comes after its end.
    private static func past(
        _ database: Database, before moment: Timestamp, _ consumers: [String]?
    ) throws -> [String] {
        let names = consumers ?? []
        let marks = databaseQuestionMarks(count: names.count)
        // What was refused is not had, though the cursor has passed it: also a dead letter waits, for somebody to decide.
        return try String.fetchAll(
            database,
            sql: """
                SELECT alarmID FROM event GROUP BY alarmID
                HAVING max(appendedAt) < ? AND sum(phase = 'close') > 0 AND max(sequence) <= (
                    SELECT coalesce(min(cursor), 9e18) FROM consumer WHERE \(consumers == nil ? "TRUE" : "name IN (\(marks))"))
                EXCEPT SELECT alarmID FROM event JOIN setAside USING (sequence)
                WHERE \(consumers == nil ? "TRUE" : "consumer IN (\(marks))")
                """,
            arguments: [moment.milliseconds] + StatementArguments(names) + StatementArguments(names))
    }

    /// Leaves those alone of which something was queued behind `newest`, after they were chosen.
    private static func remove(
        _ chosen: [String], unlessSaidAfter newest: Int64, _ database: Database
    ) throws -> Int {
        let later = try Set(
            String.fetchAll(database, sql: "SELECT alarmID FROM event WHERE sequence > ?", arguments: [newest]))
        let alarms = chosen.filter { !later.contains($0) }
        let these = "alarmID IN (\(databaseQuestionMarks(count: alarms.count)))"
        let arguments = StatementArguments(alarms)
        try database.execute(
            sql: "DELETE FROM setAside WHERE sequence IN (SELECT sequence FROM event WHERE \(these))",
            arguments: arguments)
        try database.execute(sql: "DELETE FROM handling WHERE \(these)", arguments: arguments)
        try database.execute(sql: "DELETE FROM alarm WHERE \(these)", arguments: arguments)
        try database.execute(sql: "DELETE FROM event WHERE \(these)", arguments: arguments)
        return database.changesCount
    }

    static func record(_ id: String, _ database: Database) throws -> AlarmRecord {
        let events = try Row.fetchAll(
            database, sql: "SELECT sequence, id, json, phase FROM event WHERE alarmID = ? ORDER BY sequence",
            arguments: [id])
        let handling = try Row.fetchAll(
            database, sql: "SELECT * FROM handling WHERE alarmID = ? ORDER BY number", arguments: [id])
        return AlarmRecord(
            id: AlarmID(id), events: events.map(StoredEvent.init), handling: handling.map(Outbox.handling),
            lastHandling: handling.last?["number"],
            isOpen: !events.contains { $0["phase"] == AlarmPhase.close.rawValue })
    }
}
