import GRDB

extension Outbox {
    /// Notes that `consumer` refused `event`, which is offered to it again at `nextTry`, and moves its cursor behind the
    /// event: both or neither. Nothing of it happens when the cursor stands no more where it stood, at `since`.
    public func setAside(
        _ event: StoredEvent, consumer: String, since: Int64, reason: String, nextTry: Timestamp?
    ) throws(OutboxError) {
        try access {
            try queue.write { database in
                let sql = "UPDATE consumer SET cursor = ? WHERE name = ? AND cursor = ?"
                try database.execute(sql: sql, arguments: [event.sequence, consumer, since])
                guard database.changesCount == 1 else { return }
                try database.execute(
                    sql: """
                        INSERT INTO setAside (consumer, sequence, tries, nextTryAt, reason) VALUES (?, ?, 1, ?, ?)
                        ON CONFLICT DO UPDATE SET tries = 1, nextTryAt = excluded.nextTryAt, reason = excluded.reason
                        """,
                    arguments: [consumer, event.sequence, nextTry?.milliseconds, reason])
            }
        }
    }

    /// What `consumer` has refused and is to be offered again by `now`, oldest first.
    public func setAside(dueFor consumer: String, now: Timestamp, limit: Int) throws(OutboxError) -> [SetAside] {
        try setAside(where: "consumer = ? AND nextTryAt <= ?", [consumer, now.milliseconds], limit: limit)
    }

    /// What was refused, the dead letters too; by all consumers, or by one.
    public func setAside(by consumer: String? = nil, limit: Int = 1000) throws(OutboxError) -> [SetAside] {
        guard let consumer else { return try setAside(where: "TRUE", [], limit: limit) }
        return try setAside(where: "consumer = ?", [consumer], limit: limit)
    }

    /// Notes that the event was refused once more, and when it is offered again; nil: no more.
    public func refused(_ item: SetAside, reason: String, nextTry: Timestamp?) throws(OutboxError) {
        try change(
            "UPDATE setAside SET tries = tries + 1, nextTryAt = ?, reason = ? WHERE consumer = ? AND sequence = ?",
            [nextTry?.milliseconds, reason, item.consumer, item.event.sequence])
    }

    /// Notes that `item.consumer` has taken the event after all.
    public func taken(_ item: SetAside) throws(OutboxError) {
        try change(
            "DELETE FROM setAside WHERE consumer = ? AND sequence = ?", [item.consumer, item.event.sequence])
    }

    /// Has every event that `consumer` refused, the dead letters too, offered again at `now`. Returns how many.
    @discardableResult
    public func retrySetAside(of consumer: String, now: Timestamp) throws(OutboxError) -> Int {
        try change("UPDATE setAside SET tries = 0, nextTryAt = ? WHERE consumer = ?", [now.milliseconds, consumer])
    }

    /// Forgets that `consumer` refused anything: it will not be given those events any more. Returns how many.
    @discardableResult
    public func discardSetAside(of consumer: String) throws(OutboxError) -> Int {
        try change("DELETE FROM setAside WHERE consumer = ?", [consumer])
    }

    @discardableResult
    private func change(_ sql: String, _ arguments: StatementArguments) throws(OutboxError) -> Int {
        try access {
            try queue.write { database in
                try database.execute(sql: sql, arguments: arguments)
                return database.changesCount
            }
        }
    }

    private func setAside(
        where condition: String, _ arguments: StatementArguments, limit: Int
    ) throws(OutboxError) -> [SetAside] {
        try access {
            try queue.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT setAside.*, id, json, appendedAt FROM setAside JOIN event USING (sequence)
                        WHERE \(condition) ORDER BY sequence, consumer LIMIT ?
                        """,
                    arguments: arguments + [limit]
                ).map(SetAside.init)
            }
        }
    }
}

extension SetAside {
    fileprivate init(_ row: Row) {
        self.init(
            consumer: row["consumer"], event: StoredEvent(row), tries: row["tries"],
            nextTry: (row["nextTryAt"] as Int64?).map { Timestamp(milliseconds: $0) }, reason: row["reason"])
    }
}
