import GRDB

extension Outbox {
    /// What each consumer has still to be given, by name. Waits for the disk; cheap however much that is.
    public func backlogs() throws(OutboxError) -> [Backlog] {
        try access {
            try queue.read { database in
                let newest = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM event") ?? 0
                let consumers = try Row.fetchAll(database, sql: "SELECT name, cursor FROM consumer ORDER BY name")
                return try consumers.map { try Outbox.backlog(database, $0["name"], behind: $0["cursor"], newest) }
            }
        }
    }

    private static func backlog(
        _ database: Database, _ consumer: String, behind cursor: Int64, _ newest: Int64
    ) throws -> Backlog {
        let oldest = try Row.fetchOne(
            database, sql: "SELECT sequence, appendedAt FROM event WHERE sequence > ? ORDER BY sequence LIMIT 1",
            arguments: [cursor])
        let refused = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM setAside WHERE consumer = ?", arguments: [consumer])
        guard let oldest else { return Backlog(consumer: consumer, events: 0, refused: refused ?? 0, oldest: nil) }
        let span = Int(newest - (oldest["sequence"] as Int64) + 1)
        let count =
            span <= Backlog.exactUpTo
            ? try Int.fetchOne(database, sql: "SELECT count(*) FROM event WHERE sequence > ?", arguments: [cursor])
            : nil
        return Backlog(
            consumer: consumer, events: count ?? span, refused: refused ?? 0,
            oldest: Timestamp(milliseconds: oldest["appendedAt"]))
    }
}
