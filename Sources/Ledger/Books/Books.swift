import Foundation
import GRDB
import VideoCore

/// What was observed of each device: picture polls by slot, and up and down by the second.
///
/// An SQLite database in WAL mode; several processes may use it at once. All calls block while the disk works. A kill loses
/// nothing that was entered; a power loss the last seconds (`synchronous=NORMAL`). Time that no session has witnessed is
/// *unknown*, neither up nor down.
public final class Books: Sendable {
    /// Name of the file within a site's data directory.
    public static let fileName = "books.sqlite"

    /// Where they lie.
    public let path: String
    let pool: DatabasePool

    /// Opens the books at `path`. A missing file is made anew where `create` says so.
    public init(path: String, create: Bool = true) throws(BooksError) {
        self.path = path
        do {
            if !create, !FileManager.default.fileExists(atPath: path) { throw BooksError(.missing, path: path) }
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { try BooksSchema.checkOwner($0, path: path) }
            pool = try DatabasePool(path: path, configuration: configuration)
            let isNewer = try pool.read { try BooksSchema.migrator.hasBeenSuperseded($0) }
            if isNewer { throw BooksError(.newerVersion, path: path) }
            try BooksSchema.migrator.migrate(pool)
        } catch {
            throw BooksError(error, path: path)
        }
    }

    /// Begins a session at `now`, in seconds since 1970: from here on Tocsin watches. What an earlier session left open ends
    /// where that one was last witnessed.
    public func beginSession(at now: Int) throws(BooksError) {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE span SET ended = (SELECT until FROM session WHERE session.id = span.session) WHERE ended IS NULL;
                    DELETE FROM span WHERE ended <= began;
                    """)
            try database.execute(sql: "INSERT INTO session (began, until) VALUES (?, ?)", arguments: [now, now])
        }
    }

    /// The session is alive at `now`: what its devices were seen in lasts at least until then. To be called every few
    /// seconds: what a kill costs is the time since the last call.
    public func witness(at now: Int) throws(BooksError) {
        try write { database in
            try database.execute(
                sql: "UPDATE session SET until = max(until, ?) WHERE id = (SELECT max(id) FROM session)",
                arguments: [now])
        }
    }

    /// `device` is in `state` since `since`, until something else is noted or the session ends. ``DeviceState/unknown``
    /// means that nobody looks any more.
    public func note(_ device: String, _ state: DeviceState, since: Int, cause: String? = nil) throws(BooksError) {
        try write { database in
            guard let session = try Int.fetchOne(database, sql: "SELECT max(id) FROM session") else { return }
            let number = try Self.device(device, database)
            // Not before this session: what an earlier one saw stays as it was written.
            let began = try Int.fetchOne(database, sql: "SELECT began FROM session WHERE id = ?", arguments: [session])
            let since = max(since, began ?? since)
            try database.execute(
                sql: "UPDATE span SET ended = max(began, ?) WHERE device = ? AND ended IS NULL",
                arguments: [since, number])
            guard state != .unknown else { return }
            let cause = try cause.map { try Self.word($0, database) }
            try database.execute(
                sql: "INSERT INTO span (device, session, began, isUp, cause) VALUES (?, ?, ?, ?, ?)",
                arguments: [number, session, since, state == .up, cause])
        }
    }

    /// Enters `polls`; one for a device and slot that has a result already takes its place.
    public func record(_ polls: [Poll]) throws(BooksError) {
        try write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO poll (device, slot, result, cause, fault) VALUES (?, ?, ?, ?, ?)")
            var numbers: [String: Int64] = [:]
            for poll in polls {
                guard let code = poll.result.place else { continue }
                let cause = try poll.cause.map { try Self.word($0, database) }
                let fault = try poll.fault.map { try Self.word($0.rawValue, database) }
                let number = try numbers[poll.device] ?? Self.device(poll.device, database)
                numbers[poll.device] = number
                try statement.execute(arguments: [
                    number, poll.slot.number, code, cause, fault,
                ])
            }
        }
    }

    /// Forgets what ended before `moment`, in seconds since 1970, and gives its room back to the books.
    public func prune(before moment: Int) throws(BooksError) {
        try write { database in
            try database.execute(
                sql: "DELETE FROM poll WHERE slot < ?", arguments: [PollSlot(at: Double(moment)).number])
            try database.execute(sql: "DELETE FROM span WHERE ended < ?", arguments: [moment])
        }
    }

    func write(_ body: (Database) throws -> Void) throws(BooksError) {
        do { try pool.write(body) } catch { throw BooksError(error, path: path) }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(BooksError) -> Value {
        do { return try pool.read(body) } catch { throw BooksError(error, path: path) }
    }
}

/// Names and numbers.
extension Books {
    /// The result whose number in the file is `code`.
    static func result(_ code: Int) -> PollResult? { PollResult.allCases.first { $0.place == code } }

    private static func device(_ name: String, _ database: Database) throws -> Int64 {
        let known = try database.cachedStatement(sql: "SELECT id FROM device WHERE name = ?")
        if let number = try Int64.fetchOne(known, arguments: [name]) { return number }
        try database.execute(sql: "INSERT INTO device (name) VALUES (?)", arguments: [name])
        return database.lastInsertedRowID
    }

    private static func word(_ text: String, _ database: Database) throws -> Int64 {
        let known = try database.cachedStatement(sql: "SELECT id FROM word WHERE text = ?")
        if let number = try Int64.fetchOne(known, arguments: [text]) { return number }
        try database.execute(sql: "INSERT INTO word (text) VALUES (?)", arguments: [text])
        return database.lastInsertedRowID
    }
}
