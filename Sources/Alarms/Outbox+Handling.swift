import GRDB
import VideoCore

extension Outbox {
    /// What came of a word about an alarm.
    public struct Handled: Hashable, Sendable {
        /// The event that tells of it; nil when it was said before there were such events.
        public let event: StoredEvent?
        /// False when it had been said already; nothing was changed then.
        public let isNew: Bool
    }

    /// Notes what a person has done about the alarm `id`, and queues the event that tells of it, in one transaction.
    ///
    /// The same said again by the same person within a minute, or with the same `key`, changes nothing. Throws
    /// `.unknownAlarm`, `.settled` when the alarm is closed or part of another, `.keyReused` when `key` came with
    /// something else before.
    @discardableResult
    public func handle(
        alarm id: AlarmID, _ handling: AlarmHandling, key: String? = nil
    ) throws(OutboxError) -> Handled {
        try durably { database in
            if let known = try known(id, handling, key, database) { return known }
            let record = try open(id, database)
            return Handled(event: try note(handling, of: record, key, database), isNew: true)
        }
    }

    /// Makes the alarm `part` a part of `whole`: an event on both, and lists show `part` no more.
    ///
    /// Throws like ``handle(alarm:_:key:)``; an alarm cannot join itself. The `state` of `handling` does not matter.
    @discardableResult
    public func merge(
        _ part: AlarmID, into whole: AlarmID, _ handling: AlarmHandling, key: String? = nil
    ) throws(OutboxError) -> Handled {
        var ofPart = handling
        ofPart.state = .merged
        ofPart.into = whole
        var ofWhole = ofPart
        ofWhole.from = part
        return try durably { database in
            if let known = try known(part, ofPart, key, database) { return known }
            let (joining, staying) = (try open(part, database), try open(whole, database))
            guard part != whole else {
                throw OutboxError(.settled, path: settings.path, detail: "\(part) cannot become a part of itself")
            }
            guard joining.latest?.data.isDrill == staying.latest?.data.isDrill else {
                throw OutboxError(
                    .settled, path: settings.path, detail: "a drill and a real alarm cannot become one")
            }
            let event = try note(ofPart, of: joining, key, database)
            _ = try note(ofWhole, of: staying, nil, database)
            return Handled(event: event, isNew: true)
        }
    }

    /// What was said already: under the same key, or as the last word of the same person a moment ago.
    private func known(
        _ id: AlarmID, _ handling: AlarmHandling, _ key: String?, _ database: Database
    ) throws -> Handled? {
        if let key,
            let row = try Row.fetchOne(database, sql: "SELECT * FROM handling WHERE key = ?", arguments: [key])
        {
            let earlier = Self.handling(row)
            let isSame =
                row["alarmID"] == id.text && earlier.state == handling.state && earlier.into == handling.into
                && earlier.by == handling.by && earlier.comment == handling.comment && earlier.unit == handling.unit
            guard isSame else {
                throw OutboxError(.keyReused, path: settings.path, detail: id.text)
            }
            return try handled(row, database)
        }
        let row = try Row.fetchOne(
            database, sql: "SELECT * FROM handling WHERE alarmID = ? ORDER BY number DESC LIMIT 1",
            arguments: [id.text])
        // The last word of anybody: who says the same again after another has spoken means it.
        guard let row, row["who"] == handling.by, handling.repeats(Self.handling(row)) else { return nil }
        return try handled(row, database)
    }

    private func handled(_ row: Row, _ database: Database) throws -> Handled {
        let (id, number): (String, Int) = (row["alarmID"], row["number"])
        let event = try Row.fetchOne(
            database, sql: "SELECT sequence, id, json, appendedAt FROM event WHERE id = ?",
            arguments: ["\(id)-handling-\(number)"])
        return Handled(event: event.map(StoredEvent.init), isNew: false)
    }

    /// The alarm `id`, of which something may still be said.
    private func open(_ id: AlarmID, _ database: Database) throws -> AlarmRecord {
        let record = try Self.record(id.text, database)
        guard !record.events.isEmpty else { throw OutboxError(.unknownAlarm, path: settings.path, detail: id.text) }
        switch record.state {
        case .closed: throw OutboxError(.settled, path: settings.path, detail: "\(id) is closed")
        case .merged:
            let whole = record.mergedInto.map { ": say it of \($0)" } ?? ""
            throw OutboxError(.settled, path: settings.path, detail: "\(id) is a part of another alarm\(whole)")
        default: return record
        }
    }

    private func note(
        _ handling: AlarmHandling, of record: AlarmRecord, _ key: String?, _ database: Database
    ) throws -> StoredEvent {
        guard let latest = record.latest else {
            throw OutboxError(.failed, path: settings.path, detail: "\(record.id) was written by a newer version")
        }
        let number = (record.lastHandling ?? 0) + 1
        try database.execute(
            sql: """
                INSERT INTO handling (alarmID, number, state, who, unit, at, comment, whole, part, key)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                record.id.text, number, handling.state.rawValue, handling.by, handling.unit, handling.at.milliseconds,
                handling.comment ?? "", handling.into?.text, handling.from?.text, key,
            ])
        try Self.list((record.handling + [handling]).state, of: record.id, joinedBy: handling.from, database)
        let event = AlarmEvent(handling, number: number, after: latest)
        let json = try event.json()
        let committed = try Self.insert(event, json, handling.at, database)
        return StoredEvent(sequence: committed.sequence, id: event.id, json: json, queuedAt: handling.at)
    }

    static func handling(_ row: Row) -> AlarmHandling {
        var handling = AlarmHandling(
            HandlingState(rawValue: row["state"]) ?? .acknowledged, by: row["who"], unit: row["unit"],
            at: Timestamp(milliseconds: row["at"]), comment: row["comment"])
        handling.into = (row["whole"] as String?).map { AlarmID($0) }
        handling.from = (row["part"] as String?).map { AlarmID($0) }
        return handling
    }
}
