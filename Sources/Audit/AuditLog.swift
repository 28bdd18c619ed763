import Foundation
import GRDB
public import VideoCore

/// The audit log of a site: entries that can be added and read, and that nobody can change without its being noticed.
///
/// An SQLite database with a chain of hashes, and a small file beside it that names the last entry. Several processes may
/// append. All calls block while the disk works.
public final class AuditLog: Sendable {
    /// The name of the database within a data folder.
    public static let fileName = "audit.sqlite"
    /// The name of the file that names the last entry.
    public static let headName = "audit.head"
    /// Days for which entries are kept at least; the law asks six months.
    public static let leastDays = 183
    /// "TCAU": marks the file as ours, so that another program's database is never touched.
    static let applicationID = 0x5443_4155

    /// The database file.
    public let path: String
    let headPath: String
    let queue: DatabaseQueue

    /// Opens the log of the data folder `folder`, and makes it unless it must be there already.
    public init(dataFolder folder: String, mustExist: Bool = false) throws(AuditError) {
        path = folder + "/" + Self.fileName
        headPath = folder + "/" + Self.headName
        guard !mustExist || FileManager.default.fileExists(atPath: path) else {
            throw AuditError(path: path, reason: "there is none")
        }
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { [path] database in
                try Self.checkOwner(database, path: path)
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.migrator.migrate(queue)
        } catch {
            throw AuditError(error, path: path)
        }
    }

    /// Adds `entry`. When this returns it is on the disk. Returns its place and hash.
    @discardableResult
    public func append(_ entry: AuditEntry) throws(AuditError) -> AuditMark {
        let head = try AuditHead(path: headPath)
        let mark: AuditMark
        do {
            mark = try queue.write { try Self.insert(entry, $0) }
        } catch {
            throw AuditError(error, path: path)
        }
        try head.write(mark)
        return mark
    }

    /// Removes entries older than `moment`, but none younger than ``leastDays`` before `now`. The last of them stays known
    /// by its hash, in an entry of its own, so that the chain can still be followed. Returns how many went.
    @discardableResult
    public func prune(before moment: WallTime, now: WallTime) throws(AuditError) -> Int {
        let limit = min(moment, now.advanced(by: -86_400 * Double(Self.leastDays)))
        let head = try AuditHead(path: headPath)
        do {
            let (removed, mark) = try queue.write { try Self.remove(before: limit, now: now, $0) }
            if let mark { try head.write(mark) }
            return removed
        } catch {
            throw AuditError(error, path: path)
        }
    }

    /// The last `limit` entries with their numbers, the newest first; of those before the number `before` where one is given.
    public func entries(limit: Int = 50, before: Int64? = nil) throws(AuditError) -> [(
        number: Int64, entry: AuditEntry
    )] {
        do {
            return try queue.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT * FROM entry WHERE number < ? ORDER BY number DESC LIMIT ?",
                    arguments: [before ?? .max, max(0, limit)]
                ).compactMap { row in AuditEntry(row).map { (row["number"], $0) } }
            }
        } catch {
            throw AuditError(error, path: path)
        }
    }

    static func insert(_ entry: AuditEntry, _ database: Database) throws -> AuditMark {
        let row = try Row.fetchOne(database, sql: "SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1")
        let anchor = try anchor(database)
        let previous: [UInt8] = row.map { Array($0["hash"] as Data) } ?? anchor.hash
        let number = (row?["number"] ?? anchor.number) + 1
        let hash = AuditChain.hash(after: previous, number: number, entry)
        try database.execute(
            sql: """
                INSERT INTO entry (number, at, action, content, sha256, reason, name, unit, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number, entry.milliseconds, entry.action.rawValue, entry.content, entry.sha256, entry.reason,
                entry.name, entry.unit, Data(hash),
            ])
        return AuditMark(number: number, hash: AuditChain.text(hash))
    }

    /// The last entry that was pruned, or what stands before the first.
    static func anchor(_ database: Database) throws -> (number: Int64, hash: [UInt8]) {
        guard let row = try Row.fetchOne(database, sql: "SELECT number, hash FROM anchor") else {
            return (0, AuditChain.origin)
        }
        return (row["number"], Array(row["hash"] as Data))
    }

    private static func remove(before limit: WallTime, now: WallTime, _ database: Database) throws -> (Int, AuditMark?)
    {
        // Up to the first that is young enough: a clock that was put back must make no hole.
        let young = try Int64.fetchOne(
            database, sql: "SELECT min(number) FROM entry WHERE at >= ?",
            arguments: [Int64(limit.secondsSince1970 * 1000)])
        let last = try Row.fetchOne(
            database, sql: "SELECT number, hash FROM entry WHERE number < ? ORDER BY number DESC LIMIT 1",
            arguments: [young ?? .max])
        guard let last else { return (0, nil) }
        let anchor = AuditMark(number: last["number"], hash: AuditChain.text(Array(last["hash"] as Data)))
        let mark = try insert(
            AuditEntry(.prune, of: "\(anchor)", reason: "older than they are kept", name: "tocsin", time: now), database
        )
        try database.execute(sql: "DELETE FROM entry WHERE number <= ?", arguments: [anchor.number])
        let removed = database.changesCount
        try database.execute(sql: "DELETE FROM anchor")
        try database.execute(
            sql: "INSERT INTO anchor (number, hash) VALUES (?, ?)", arguments: [anchor.number, last["hash"] as Data])
        return (removed, mark)
    }

    private static func checkOwner(_ database: Database, path: String) throws {
        // Whoever was killed while making it may have left the migrator's own table alone.
        let tables =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
            ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard tables == 0 || application == applicationID else {
            throw AuditError(path: path, reason: "it is the database of another program")
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(
                sql: """
                    CREATE TABLE entry (
                        number INTEGER PRIMARY KEY,
                        at INTEGER NOT NULL,
                        action TEXT NOT NULL,
                        content TEXT NOT NULL,
                        sha256 TEXT NOT NULL,
                        reason TEXT NOT NULL,
                        name TEXT NOT NULL,
                        unit TEXT NOT NULL,
                        hash BLOB NOT NULL);
                    CREATE TABLE anchor (number INTEGER NOT NULL, hash BLOB NOT NULL);
                    """)
        }
        return migrator
    }
}

extension AuditEntry {
    /// The entry in `row`; nil where its action is not known.
    init?(_ row: Row) {
        guard let text = row["action"] as String?, let action = Action(rawValue: text), let at = row["at"] as Int64?
        else { return nil }
        func column(_ name: String) -> String { row[name] ?? "" }
        self.init(
            action, of: column("content"), sha256: column("sha256"), reason: column("reason"), name: column("name"),
            unit: column("unit"), time: WallTime(secondsSince1970: Double(at) / 1000))
    }
}
