import Foundation
import GRDB
import VideoCore

extension Outbox {
    /// The alarms that `query` asks for, newest first, as they stand at one moment. Waits for the disk.
    public func history(_ query: HistoryQuery) throws(OutboxError) -> HistoryPage {
        let (sql, arguments) = Self.statement(query)
        return try access {
            try queue.read { database in
                let mark = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                let cursor = QueueCursor(queue: UInt32(truncatingIfNeeded: mark), sequence: try Self.newest(database))
                let rows = try Row.fetchAll(database, sql: sql, arguments: arguments)
                let shown = rows.prefix(max(query.limit, 1))
                return HistoryPage(
                    entries: try shown.compactMap { try Self.entry($0, database) },
                    next: rows.count > shown.count ? shown.last.map(HistoryPlace.init) : nil, cursor: cursor)
            }
        }
    }

    /// What finds them: one more than is asked for, which tells whether there are more.
    static func statement(_ query: HistoryQuery) -> (sql: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func require(_ condition: String, _ values: any DatabaseValueConvertible...) {
            conditions.append(condition)
            arguments += StatementArguments(values)
        }
        if let state = query.state {
            require("state = ?", state.rawValue)
        } else {
            conditions.append("state <> 'merged'")
        }
        if let kind = query.kind { require("kind = ?", kind.rawValue) }
        if let camera = query.camera { require("camera = ?", camera.name) }
        if let building = query.building { require("building = ?", building) }
        if let from = query.from { require("startedAt >= ?", from.milliseconds) }
        if let to = query.to { require("startedAt < ?", to.milliseconds) }
        if let place = query.before {
            require("startedAt <= ?", place.startedAt)
            require("(startedAt < ? OR number < ?)", place.startedAt, place.number)
        }
        if query.openOnly { conditions.append("isOpen = 1") }
        if !query.includesDrills { conditions.append("isDrill = 0") }
        arguments += [max(query.limit, 1) + 1]
        let sql = """
            SELECT page.*, iif(json_valid(json), json_remove(json, '$.data.track'), json) AS json
            FROM (SELECT * FROM alarm WHERE \(conditions.joined(separator: " AND "))
                ORDER BY startedAt DESC, number DESC LIMIT ?) AS page
            JOIN event ON event.sequence = page.latest ORDER BY startedAt DESC, number DESC
            """
        return (sql, arguments)
    }

    /// The alarm of `row`; nil where only a newer version can read it.
    private static func entry(_ row: Row, _ database: Database) throws -> HistoryEntry? {
        let id: String = row["alarmID"]
        let newest = try? AlarmEvent(json: Array((row["json"] as String).utf8))
        guard let event = try newest ?? record(id, database).latestOfCamera else { return nil }
        let (details, evidence) = try told(of: id, database)
        return HistoryEntry(
            event: event, detail: details.last, evidence: evidence, isOpen: row["isOpen"],
            state: HandlingState(rawValue: row["state"]) ?? .new, handling: try lastWord(on: id, database),
            parts: row["parts"])
    }

    /// What its camera has said of the alarm `id`, and everything that shows it: an event names only what is new.
    private static func told(of id: String, _ database: Database) throws -> ([String], [Evidence]) {
        let statement = try database.cachedStatement(
            sql: """
                SELECT json_extract(json, '$.data.detail') AS detail, json_extract(json, '$.data.evidence') AS evidence
                FROM event WHERE alarmID = ? AND id NOT LIKE '%-handling-%' AND json_valid(json) ORDER BY sequence
                """)
        let rows = try Row.fetchAll(statement, arguments: [id])
        var evidence: [Evidence] = []
        for row in rows {
            guard let text: String = row["evidence"] else { continue }
            let files = (try? JSONDecoder().decode([Evidence].self, from: Data(text.utf8))) ?? []
            for file in files where !evidence.contains(file) { evidence.append(file) }
        }
        return (rows.compactMap { $0["detail"] as String? }, evidence)
    }

    private static func lastWord(on id: String, _ database: Database) throws -> AlarmHandling? {
        let statement = try database.cachedStatement(
            sql: "SELECT * FROM handling WHERE alarmID = ? AND part IS NULL ORDER BY number DESC LIMIT 1")
        return try Row.fetchOne(statement, arguments: [id]).map(handling)
    }
}

extension HistoryPlace {
    fileprivate init(_ row: Row) { self.init(startedAt: row["startedAt"], number: row["number"]) }
}
