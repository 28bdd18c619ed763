import GRDB
public import VideoCore

extension AccountStore {
    /// Everybody who is logged in and may be.
    public func sessions() throws(AccountError) -> [Session] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT session.*, name, role FROM session JOIN account ON account.key = session.account
                    WHERE enabled
                    """
            ).compactMap(Session.init)
        }
    }

    /// The holder of `token` has logged in as `name`. Throws `.unknownName` where that account is gone, or disabled.
    @discardableResult
    public func logIn(_ token: SessionToken, of name: String, now: WallTime) throws(AccountError) -> Session {
        var found: Session?
        try write { database in
            let key = AccountName.key(name)
            try database.execute(
                sql: """
                    INSERT INTO session (hash, account, createdAt, lastUsedAt)
                    SELECT ?, key, ?, ? FROM account WHERE key = ? AND enabled
                    """, arguments: [token.hash, now.milliseconds, now.milliseconds, key])
            try database.execute(
                sql: "UPDATE account SET lastSeenAt = ? WHERE key = ? AND enabled",
                arguments: [now.milliseconds, key])
            try database.execute(
                sql: """
                    DELETE FROM session WHERE account = ? AND hash NOT IN
                    (SELECT hash FROM session WHERE account = ? ORDER BY lastUsedAt DESC, rowid DESC LIMIT ?)
                    """, arguments: [key, key, Self.mostSessions])
            found = try Row.fetchOne(
                database,
                sql: "SELECT session.*, name, role FROM session JOIN account ON account.key = account WHERE hash = ?",
                arguments: [token.hash]
            ).flatMap(Session.init)
        }
        guard let found else { throw AccountError(.unknownName, path: path) }
        return found
    }

    /// The session with the hash `hash` is over.
    public func logOut(_ hash: String) throws(AccountError) {
        try write { try $0.execute(sql: "DELETE FROM session WHERE hash = ?", arguments: [hash]) }
    }

    /// Notes when sessions were used last, by hash, and forgets those that are over at `now`.
    public func noteUse(of sessions: [String: WallTime], now: WallTime) throws(AccountError) {
        try write { database in
            for (hash, moment) in sessions {
                try database.execute(
                    sql: "UPDATE session SET lastUsedAt = max(lastUsedAt, ?) WHERE hash = ?",
                    arguments: [moment.milliseconds, hash])
                try database.execute(
                    sql: """
                        UPDATE account SET lastSeenAt = max(coalesce(lastSeenAt, 0), ?)
                        WHERE key = (SELECT account FROM session WHERE hash = ?)
                        """, arguments: [moment.milliseconds, hash])
            }
            try database.execute(
                sql: "DELETE FROM session WHERE lastUsedAt < ? OR createdAt < ?",
                arguments: [
                    now.advanced(by: -Session.idleSeconds).milliseconds,
                    now.advanced(by: -Session.longestSeconds).milliseconds,
                ])
        }
    }
}

extension Session {
    fileprivate init?(_ row: Row) {
        guard let role = Account.Role(rawValue: row["role"]) else { return nil }
        self.init(
            hash: row["hash"], account: row["name"], role: role, createdAt: WallTime(milliseconds: row["createdAt"]),
            lastUsedAt: WallTime(milliseconds: row["lastUsedAt"]))
    }
}

extension WallTime {
    init(milliseconds: Int64) { self.init(secondsSince1970: Double(milliseconds) / 1000) }

    var milliseconds: Int64 { Int64(exactly: (secondsSince1970 * 1000).rounded()) ?? 0 }
}
