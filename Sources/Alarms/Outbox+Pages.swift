import GRDB
public import VideoCore

/// Which events to give to whoever asks for them.
public struct EventQuery: Hashable, Sendable {
    /// Where to begin.
    public enum Start: Hashable, Sendable {
        /// With the oldest there is.
        case oldest
        /// Behind everything there is.
        case newest
        /// Behind a place given out before.
        case after(QueueCursor)
    }

    /// Where to begin.
    public var start = Start.oldest
    /// Only of this kind; nil: of all.
    public var kind: AlarmKind?
    /// Only of this camera; nil: of all.
    public var camera: CameraID?
    /// At most so many.
    public var limit = 100

    /// The oldest hundred.
    public init() {}
}

/// Some events and the place behind them.
public struct EventPage: Hashable, Sendable {
    /// How the place that was asked for was understood.
    public enum Standing: String, Hashable, Sendable {
        /// It is where the last page ended.
        case known
        /// It is of another queue, or lies before anything that was: served from the oldest there is.
        case unknown
        /// The event it stands behind is past its time, so that others may have gone unseen.
        case tooOld = "too-old"
    }

    /// The events, oldest first, without self-tests.
    public var events: [StoredEvent]
    /// The place behind them, and behind those that were passed over.
    public var next: QueueCursor
    /// Whether there is more behind it now.
    public var hasMore: Bool
    /// How the place asked for was understood.
    public var standing: Standing
}

extension Outbox {
    /// The events that `query` asks for. Waits for the disk.
    public func page(_ query: EventQuery) throws(OutboxError) -> EventPage {
        try access {
            try queue.read { database in
                let queue = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                let mark = UInt32(truncatingIfNeeded: queue)
                let newest = try Outbox.newest(database)
                let (begin, standing) = try Self.place(query.start, mark: mark, newest: newest, database)
                let rows = try Self.rows(query, behind: begin, database)
                let isFull = rows.count >= query.limit
                let reached = isFull ? rows.last?.sequence ?? begin : max(newest, begin)
                return EventPage(
                    events: rows.filter(\.isForDelivery), next: QueueCursor(queue: mark, sequence: reached),
                    hasMore: isFull && reached < newest, standing: standing)
            }
        }
    }

    /// The place of the newest event that ever was; 0 before the first.
    public func newestSequence() throws(OutboxError) -> Int64 {
        try access { try queue.read { try Outbox.newest($0) } }
    }

    private static func place(
        _ start: EventQuery.Start, mark: UInt32, newest: Int64, _ database: Database
    ) throws -> (Int64, EventPage.Standing) {
        switch start {
        case .oldest: return (0, .known)
        case .newest: return (newest, .known)
        case .after(let cursor):
            guard cursor.queue == mark, cursor.sequence <= newest else { return (0, .unknown) }
            let isThere = "SELECT EXISTS (SELECT 1 FROM event WHERE sequence = ?)"
            let isKnown =
                try cursor.sequence == 0
                || Bool.fetchOne(database, sql: isThere, arguments: [cursor.sequence]) == true
            return (cursor.sequence, isKnown ? .known : .tooOld)
        }
    }

    private static func rows(_ query: EventQuery, behind begin: Int64, _ database: Database) throws -> [StoredEvent] {
        var conditions = ["sequence > ?"]
        var arguments: StatementArguments = [begin]
        if let kind = query.kind {
            conditions.append("kind = ?")
            arguments += [kind.rawValue]
        }
        if let camera = query.camera {
            conditions.append("camera = ?")
            arguments += [camera.name]
        }
        arguments += [max(query.limit, 1)]
        return try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, id, json, appendedAt FROM event WHERE \(conditions.joined(separator: " AND "))
                ORDER BY sequence LIMIT ?
                """,
            arguments: arguments
        ).map(StoredEvent.init)
    }
}
