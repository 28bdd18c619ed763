import GRDB
public import VideoCore

extension Outbox {
    /// Makes a token for `name` and returns it with what is kept of it. It can never be shown again.
    ///
    /// Throws `.tokenExists` while one of that name is valid.
    public func addToken(
        name: String, role: AccessToken.Role, now: WallTime? = nil
    ) throws(OutboxError) -> (token: AccessToken, secret: Secret) {
        let secret = AccessToken.make()
        let hash = AccessToken.hash(of: secret.revealed)
        let token = AccessToken(
            id: String(hash.prefix(8)), name: name, role: role, hash: hash, createdAt: Timestamp(now ?? .now()))
        try access {
            try queue.write { database in
                let isTaken = "SELECT EXISTS (SELECT 1 FROM token WHERE name = ? AND revokedAt IS NULL)"
                guard try Bool.fetchOne(database, sql: isTaken, arguments: [name]) == false else {
                    throw OutboxError(.tokenExists, path: settings.path, detail: name)
                }
                try database.execute(
                    sql: "INSERT INTO token (id, name, role, hash, createdAt) VALUES (?, ?, ?, ?, ?)",
                    arguments: [token.id, name, role.rawValue, hash, token.createdAt.milliseconds])
            }
        }
        return (token, secret)
    }

    /// All tokens, the revoked ones too, oldest first.
    public func tokens() throws(OutboxError) -> [AccessToken] {
        try access {
            try queue.read { database in
                try Row.fetchAll(database, sql: "SELECT * FROM token ORDER BY createdAt, id").map(AccessToken.init)
            }
        }
    }

    /// Makes the token called `name`, or whose id it is, invalid from now on; throws `.unknownToken` when there is none.
    public func revokeToken(_ name: String, now: WallTime? = nil) throws(OutboxError) {
        try access {
            try queue.write { database in
                try database.execute(
                    sql: "UPDATE token SET revokedAt = ? WHERE (name = ? OR id = ?) AND revokedAt IS NULL",
                    arguments: [Timestamp(now ?? .now()).milliseconds, name, name])
                guard database.changesCount > 0 else {
                    throw OutboxError(.unknownToken, path: settings.path, detail: name)
                }
            }
        }
    }

    /// Notes when tokens were used last, by id.
    public func noteUse(of tokens: [String: Timestamp]) throws(OutboxError) {
        try access {
            try queue.write { database in
                for (id, moment) in tokens {
                    try database.execute(
                        sql: "UPDATE token SET lastUsedAt = ? WHERE id = ?", arguments: [moment.milliseconds, id])
                }
            }
        }
    }
}

extension AccessToken {
    fileprivate init(_ row: Row) {
        func moment(_ column: String) -> Timestamp? {
            (row[column] as Int64?).map { Timestamp(milliseconds: $0) }
        }
        self.init(
            id: row["id"], name: row["name"], role: Role(rawValue: row["role"]) ?? .metrics, hash: row["hash"],
            createdAt: Timestamp(milliseconds: row["createdAt"]), lastUsedAt: moment("lastUsedAt"),
            revokedAt: moment("revokedAt"))
    }
}
