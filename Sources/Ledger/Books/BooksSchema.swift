import GRDB

/// The tables of the books, version by version. A version that was released is never edited.
enum BooksSchema {
    /// "TCSB": marks the file as ours, so that another program's database is never touched.
    static let applicationID = 0x5443_5342

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            // Names are stored once: a poll is a dozen bytes, and a site of 500 cameras makes nine million in a year.
            // A span that has no end goes on as long as its session was seen to live.
            try database.execute(
                sql: """
                    CREATE TABLE device (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
                    CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
                    CREATE TABLE session (id INTEGER PRIMARY KEY AUTOINCREMENT, began INTEGER NOT NULL, until INTEGER NOT NULL);
                    CREATE TABLE span (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        device INTEGER NOT NULL,
                        session INTEGER NOT NULL,
                        began INTEGER NOT NULL,
                        ended INTEGER,
                        isUp INTEGER NOT NULL,
                        cause INTEGER);
                    CREATE INDEX span_ended ON span (ended);
                    CREATE TABLE poll (
                        device INTEGER NOT NULL,
                        slot INTEGER NOT NULL,
                        result INTEGER NOT NULL,
                        cause INTEGER,
                        fault INTEGER,
                        PRIMARY KEY (device, slot)) WITHOUT ROWID;
                    """)
        }
        return migrator
    }

    /// Throws unless the file is empty or ours; to be asked before anything is changed in it.
    static func checkOwner(_ database: Database, path: String) throws {
        // Whoever was killed while making it may have left the migrator's own table alone.
        let tables =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
            ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard tables == 0 || application == applicationID else { throw BooksError(.otherProgram, path: path) }
    }
}
