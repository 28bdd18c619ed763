import Foundation
import GRDB
import Glibc
public import VideoCore

/// The accounts of a site and who is logged in: an SQLite database in the data folder that only the service's user can read.
///
/// Several processes may use it: `tocsin users` beside a running service. All calls block while the disk works.
public final class AccountStore: Sendable {
    /// The name of the database within a data folder.
    public static let fileName = "accounts.sqlite"
    /// Sessions of one account at most; the one unused for longest gives way.
    public static let mostSessions = 20

    /// The database file.
    public let path: String
    /// What the hash of a new password costs.
    public let cost: PasswordHash.Cost
    let queue: DatabaseQueue

    /// Opens the accounts of the data folder `folder`, and makes the file unless it must be there already.
    public init(
        dataFolder folder: String, mustExist: Bool = false, cost: PasswordHash.Cost = .standard
    ) throws(AccountError) {
        self.cost = cost
        path = folder + "/" + Self.fileName
        guard !mustExist || FileManager.default.fileExists(atPath: path) else {
            throw AccountError(.missing, path: path)
        }
        try Self.prepare(path, in: folder)
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { [path] database in
                try AccountSchema.checkOwner(database, path: path)
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try AccountSchema.migrator.migrate(queue)
        } catch {
            throw AccountError(error, path: path)
        }
    }

    /// Nobody else may read it. What root makes belongs to whom the folder belongs, else the service could not use it.
    private static func prepare(_ path: String, in folder: String) throws(AccountError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 || errno == EPERM else {
            throw AccountError(.failed, path: path, detail: unsafe String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var owner = stat()
        if geteuid() == 0, unsafe stat(folder, &owner) == 0 { _ = fchown(descriptor, owner.st_uid, owner.st_gid) }
    }

    /// All accounts, oldest first.
    public func accounts() throws(AccountError) -> [Account] {
        try read { try Row.fetchAll($0, sql: "SELECT * FROM account ORDER BY createdAt, key").compactMap(Account.init) }
    }

    /// The account called `name` with its password; nil: there is none.
    public func account(_ name: String) throws(AccountError) -> (account: Account, password: PasswordHash)? {
        try read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM account WHERE key = ?", arguments: [AccountName.key(name)])
            guard let row, let account = Account(row), let password = PasswordHash(row["password"]) else { return nil }
            return (account, password)
        }
    }

    /// Makes an account. Throws `.badName`, `.nameTaken`, and `.notFirst` where it must be the first and is not. A rehearsal
    /// only tells whether it could be done, as with the other changes.
    public func add(
        _ name: String, role: Account.Role, password: PasswordHash, mustBeFirst: Bool = false,
        isRehearsal: Bool = false, now: WallTime
    ) throws(AccountError) {
        guard AccountName.isAllowed(name) else { throw AccountError(.badName, path: path) }
        try write(isRehearsal: isRehearsal) { [path] database in
            if mustBeFirst, try Account.fetchCount(database) > 0 { throw AccountError(.notFirst, path: path) }
            let key = AccountName.key(name)
            guard try Row.fetchOne(database, sql: "SELECT 1 FROM account WHERE key = ?", arguments: [key]) == nil else {
                throw AccountError(.nameTaken, path: path)
            }
            try database.execute(
                sql: "INSERT INTO account (key, name, role, password, enabled, createdAt) VALUES (?, ?, ?, ?, 1, ?)",
                arguments: [key, name, role.rawValue, password.text, now.milliseconds])
        }
    }

    /// Changes what is given of the account called `name`. A new password, or being disabled, ends its sessions but the
    /// one with the hash `keeping`. Throws `.unknownName` and `.lastEngineer`.
    public func change(
        _ name: String, role: Account.Role? = nil, password: PasswordHash? = nil, isEnabled: Bool? = nil,
        keeping session: String? = nil, isRehearsal: Bool = false
    ) throws(AccountError) {
        try writeKeepingEngineer(name, isRehearsal: isRehearsal) { database, key in
            if let role {
                try database.execute(
                    sql: "UPDATE account SET role = ? WHERE key = ?", arguments: [role.rawValue, key])
            }
            if let password {
                try database.execute(
                    sql: "UPDATE account SET password = ? WHERE key = ?", arguments: [password.text, key])
            }
            if let isEnabled {
                try database.execute(
                    sql: "UPDATE account SET enabled = ? WHERE key = ?", arguments: [isEnabled, key])
            }
            guard password != nil || isEnabled == false else { return }
            try database.execute(
                sql: "DELETE FROM session WHERE account = ? AND hash <> ?", arguments: [key, session ?? ""])
        }
    }

    /// Removes the account called `name` and ends its sessions. Throws `.unknownName` and `.lastEngineer`.
    public func remove(_ name: String, isRehearsal: Bool = false) throws(AccountError) {
        try writeKeepingEngineer(name, isRehearsal: isRehearsal) { database, key in
            try database.execute(sql: "DELETE FROM account WHERE key = ?", arguments: [key])
        }
    }

    /// Writes a password down at another cost; does nothing where it was changed meanwhile.
    public func renew(_ old: PasswordHash, of name: String, as new: PasswordHash) throws(AccountError) {
        try write { database in
            try database.execute(
                sql: "UPDATE account SET password = ? WHERE key = ? AND password = ?",
                arguments: [new.text, AccountName.key(name), old.text])
        }
    }

    private func writeKeepingEngineer(
        _ name: String, isRehearsal: Bool, _ change: (Database, _ key: String) throws -> Void
    ) throws(AccountError) {
        try write(isRehearsal: isRehearsal) { [path] database in
            let key = AccountName.key(name)
            guard try Row.fetchOne(database, sql: "SELECT 1 FROM account WHERE key = ?", arguments: [key]) != nil else {
                throw AccountError(.unknownName, path: path)
            }
            let before = try Account.fetchEngineers(database)
            try change(database, key)
            guard try before == 0 || Account.fetchEngineers(database) > 0 else {
                throw AccountError(.lastEngineer, path: path)
            }
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(AccountError) -> Value {
        do { return try queue.read(body) } catch { throw AccountError(error, path: path) }
    }

    func write(isRehearsal: Bool = false, _ body: (Database) throws -> Void) throws(AccountError) {
        do {
            try queue.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    try body(database)
                    return isRehearsal ? .rollback : .commit
                }
            }
        } catch {
            throw AccountError(error, path: path)
        }
    }
}

extension Account {
    fileprivate init?(_ row: Row) {
        guard let role = Role(rawValue: row["role"]) else { return nil }
        self.init(
            name: row["name"], role: role, isEnabled: row["enabled"],
            createdAt: WallTime(milliseconds: row["createdAt"]),
            lastSeenAt: (row["lastSeenAt"] as Int64?).map { WallTime(milliseconds: $0) })
    }

    fileprivate static func fetchCount(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM account") ?? 0
    }

    /// Those who may log in.
    fileprivate static func fetchEngineers(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM account WHERE role = 'engineer' AND enabled") ?? 0
    }
}
