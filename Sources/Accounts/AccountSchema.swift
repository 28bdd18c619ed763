import GRDB

/// The tables, version by version. A version that was released is never edited.
enum AccountSchema {
    /// "TCAC": marks the file as ours, so that another program's database is never touched.
    static let applicationID = 0x5443_4143

    static func checkOwner(_ database: Database, path: String) throws {
        // Whoever was killed while making it may have left the migrator's own table alone.
        let tables =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
            ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard tables == 0 || application == applicationID else {
            throw AccountError(.failed, path: path, detail: "it is the database of another program")
        }
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(
                sql: """
                    CREATE TABLE account (
                        key TEXT PRIMARY KEY NOT NULL,
                        name TEXT NOT NULL,
                        role TEXT NOT NULL,
                        password TEXT NOT NULL,
                        enabled INTEGER NOT NULL,
                        createdAt INTEGER NOT NULL,
                        lastSeenAt INTEGER);
                    CREATE TABLE session (
                        hash TEXT PRIMARY KEY NOT NULL,
                        account TEXT NOT NULL REFERENCES account (key) ON DELETE CASCADE,
                        createdAt INTEGER NOT NULL,
                        lastUsedAt INTEGER NOT NULL);
                    CREATE INDEX session_account ON session (account);
                    """)
        }
        return migrator
    }
}
