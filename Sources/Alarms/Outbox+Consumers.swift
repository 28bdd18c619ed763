import Foundation
import GRDB
public import VideoCore

/// An event as it lies in the queue.
public struct StoredEvent: Hashable, Sendable {
    /// Its place in the queue.
    public let sequence: Int64
    /// Its unique name.
    public let id: String
    /// The event as JSON, byte for byte as committed, without a line end.
    public let json: [UInt8]
    /// When it was queued; nil where nobody has said.
    public let queuedAt: Timestamp?

    /// An event at place `sequence`.
    public init(sequence: Int64, id: String, json: [UInt8], queuedAt: Timestamp? = nil) {
        self.sequence = sequence
        self.id = id
        self.json = json
        self.queuedAt = queuedAt
    }

    /// The event itself; throws `DecodingError` when a newer version wrote what this one cannot read.
    public func event() throws -> AlarmEvent { try AlarmEvent(json: json) }

    /// Whether it is a test. Within a string the quotation marks would be escaped.
    public var isTest: Bool { json.contains(Array("\"test\":true".utf8)) }

    /// Whether it is for those who act on alarms: every event but those of self-tests. Drills are.
    public var isForDelivery: Bool { !isTest || json.contains(Array("\"drill\":true".utf8)) }

    init(_ row: Row) {
        self.init(
            sequence: row["sequence"], id: row["id"], json: Array((row["json"] as String).utf8),
            queuedAt: (row["appendedAt"] as Int64?).map { Timestamp(milliseconds: $0) })
    }
}

extension Outbox {
    /// The oldest `limit` events behind place `sequence`, in order; 0 stands before the first.
    public func events(after sequence: Int64, limit: Int) throws(OutboxError) -> [StoredEvent] {
        try access {
            try queue.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT sequence, id, json, appendedAt FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?
                        """,
                    arguments: [sequence, max(limit, 0)]
                ).map(StoredEvent.init)
            }
        }
    }

    /// Makes `consumer` known, with its cursor before the first event: from now on nothing it has not had is pruned.
    public func register(consumer: String) throws(OutboxError) {
        try access {
            try queue.write { database in
                try database.execute(
                    sql: "INSERT INTO consumer (name, cursor) VALUES (?, 0) ON CONFLICT (name) DO NOTHING",
                    arguments: [consumer])
            }
        }
    }

    /// Forgets `consumer`, so that nothing is kept for it any longer.
    public func forget(consumer: String) throws(OutboxError) {
        try access {
            try queue.write { database in
                for place in ["consumer WHERE name", "setAside WHERE consumer"] {
                    try database.execute(sql: "DELETE FROM \(place) = ?", arguments: [consumer])
                }
            }
        }
    }

    /// Gives the consumer `old` the name `new`, unless there is one of that name; true when it was done.
    @discardableResult
    public func rename(consumer old: String, to new: String) throws(OutboxError) -> Bool {
        try access {
            try queue.write { database in
                try database.execute(
                    sql: """
                        UPDATE consumer SET name = ?
                        WHERE name = ? AND NOT EXISTS (SELECT 1 FROM consumer WHERE name = ?)
                        """,
                    arguments: [new, old, new])
                guard database.changesCount > 0 else { return false }
                try database.execute(
                    sql: "UPDATE OR REPLACE setAside SET consumer = ? WHERE consumer = ?", arguments: [new, old])
                return true
            }
        }
    }

    /// Forgets the consumers other than `names` of which nothing is left that they have had, and returns who that was.
    ///
    /// It makes no difference to what they would be given if they came back.
    @discardableResult
    public func forgetConsumers(except names: [String]) throws(OutboxError) -> [String] {
        try access {
            try queue.write { database in
                let forgotten = try String.fetchAll(
                    database,
                    sql: """
                        DELETE FROM consumer WHERE name NOT IN (\(databaseQuestionMarks(count: names.count)))
                        AND NOT EXISTS (SELECT 1 FROM event WHERE sequence <= consumer.cursor) RETURNING name
                        """,
                    arguments: StatementArguments(names))
                for name in forgotten {
                    try database.execute(sql: "DELETE FROM setAside WHERE consumer = ?", arguments: [name])
                }
                return forgotten
            }
        }
    }

    /// Up to which event `consumer` has had everything; 0 before its first.
    public func cursor(of consumer: String) throws(OutboxError) -> Int64 {
        try access {
            try queue.read { database in
                try Int64.fetchOne(database, sql: "SELECT cursor FROM consumer WHERE name = ?", arguments: [consumer])
            } ?? 0
        }
    }

    /// All consumers with their cursors, by name.
    public func consumers() throws(OutboxError) -> [(name: String, cursor: Int64)] {
        try access {
            try queue.read { database in
                try Row.fetchAll(database, sql: "SELECT name, cursor FROM consumer ORDER BY name").map {
                    (name: $0["name"], cursor: $0["cursor"])
                }
            }
        }
    }

    /// Notes that `consumer` has had everything up to `sequence`. A cursor never goes back, nor past the newest event.
    ///
    /// With `since`, only if the cursor still stands there: a batch that was under way when somebody asked for a
    /// replay must not undo it. Returns where the cursor stands afterwards.
    @discardableResult
    public func acknowledge(
        consumer: String, upTo sequence: Int64, since: Int64? = nil
    ) throws(OutboxError) -> Int64 {
        try access {
            try queue.write { database in
                let sql = "SELECT cursor FROM consumer WHERE name = ?"
                let standing = try Int64.fetchOne(database, sql: sql, arguments: [consumer])
                let newest = try Outbox.newest(database)
                let target = min(sequence, newest)
                guard target > standing ?? 0, since == nil || since == standing ?? 0 else { return standing ?? 0 }
                try Outbox.setCursor(database, consumer, target)
                return target
            }
        }
    }

    /// Puts the cursor of `consumer` back so that it is given everything behind `sequence` once more.
    ///
    /// Returns how many events that is. A `sequence` beyond the cursor changes nothing.
    @discardableResult
    public func replay(consumer: String, after sequence: Int64) throws(OutboxError) -> Int {
        try access {
            try queue.write { database in
                let sql = "SELECT cursor FROM consumer WHERE name = ?"
                let standing = try Int64.fetchOne(database, sql: sql, arguments: [consumer]) ?? 0
                guard sequence < standing else { return 0 }
                try Outbox.setCursor(database, consumer, max(sequence, 0))
                return try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM event WHERE sequence > ? AND sequence <= ?",
                    arguments: [max(sequence, 0), standing]) ?? 0
            }
        }
    }

    /// The place of the newest event queued before `moment`; 0 when there is none.
    public func lastSequence(before moment: WallTime) throws(OutboxError) -> Int64 {
        try access {
            try queue.read { database in
                try Int64.fetchOne(
                    database, sql: "SELECT max(sequence) FROM event WHERE appendedAt < ?",
                    arguments: [Timestamp(moment).milliseconds])
            } ?? 0
        }
    }

    private static func setCursor(_ database: Database, _ consumer: String, _ cursor: Int64) throws {
        try database.execute(
            sql: """
                INSERT INTO consumer (name, cursor) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor
                """,
            arguments: [consumer, cursor])
    }

    static func newest(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'event'") ?? 0
    }
}
