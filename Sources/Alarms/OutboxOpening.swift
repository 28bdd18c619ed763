import Foundation
import GRDB
import Glibc
import VideoCore

/// The steps from a path to a usable queue.
struct OutboxOpening {
    let settings: OutboxSettings
    let role: Outbox.Role

    /// The open database, and where a damaged one was moved to.
    func open() throws -> (queue: DatabaseQueue, damagedCopy: String?) {
        let isThere = DurableFile.status(of: settings.path) != nil
        if !isThere {
            guard role == .service else { throw OutboxError(.missing, path: settings.path) }
            try makeFolder()
        }
        var damagedCopy: String?
        var queue: DatabaseQueue
        do {
            queue = try connect()
        } catch let error as OutboxError where error.code == .damaged && role == .service {
            damagedCopy = try moveAside()
            queue = try connect()
        }
        if !isThere || damagedCopy != nil { try DurableFile.syncFolder(folder(of: settings.path)) }
        return (queue, damagedCopy)
    }

    private func makeFolder() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder(of: settings.path), withIntermediateDirectories: true)
        } catch {
            throw OutboxError(.readOnly, path: settings.path, detail: error.localizedDescription)
        }
    }

    private func connect() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(settings.busyTimeout)
        configuration.prepareDatabase { [settings] database in
            try OutboxSchema.checkOwner(database, path: settings.path)
            // Not GRDB's own WAL setting: that one lowers `synchronous` to NORMAL, which may lose the last commits.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // An alarm takes some five pages of the log; the log must stay far smaller than the reserve.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 100")
        }
        do {
            let queue = try DatabaseQueue(path: settings.path, configuration: configuration)
            try check(queue)
            try OutboxSchema.prepare(queue, role: role)
            return queue
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            throw OutboxError(.readOnly, path: settings.path, detail: error.message ?? "")
        } catch {
            throw OutboxError(error, path: settings.path)
        }
    }

    private func check(_ queue: DatabaseQueue) throws {
        guard role == .service else { return }
        let verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard verdict == "ok" else { throw OutboxError(.damaged, path: settings.path, detail: verdict ?? "") }
    }

    /// Keeps the damaged file for whoever wants to save what is in it, and clears the way for a new one.
    private func moveAside() throws -> String {
        let stamp = Timestamp(WallTime.now()).rfc3339.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let copy = "\(settings.path).damaged-\(stamp)"
        for suffix in ["", "-wal", "-shm"] where DurableFile.status(of: settings.path + suffix) != nil {
            try DurableFile.rename(settings.path + suffix, to: copy + suffix)
        }
        return copy
    }
}
