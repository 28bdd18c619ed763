import GRDB

/// The tables of the queue, version by version. A version that was released is never edited.
enum OutboxSchema {
    /// "TCSN": marks the file as ours, so that another program's database is never touched.
    static let applicationID = 0x5443_534E

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            // AUTOINCREMENT: a sequence number is never given twice, even after the newest rows were removed.
            try database.execute(
                sql: """
                    CREATE TABLE event (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        id TEXT NOT NULL UNIQUE,
                        alarmID TEXT NOT NULL,
                        kind TEXT NOT NULL,
                        camera TEXT NOT NULL,
                        phase TEXT NOT NULL,
                        startedAt INTEGER NOT NULL,
                        appendedAt INTEGER NOT NULL,
                        json TEXT NOT NULL);
                    CREATE INDEX event_alarm ON event (alarmID);
                    CREATE INDEX event_started ON event (startedAt);
                    CREATE TABLE consumer (
                        name TEXT PRIMARY KEY,
                        cursor INTEGER NOT NULL) WITHOUT ROWID;
                    CREATE TABLE acknowledgement (
                        alarmID TEXT NOT NULL,
                        who TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        comment TEXT NOT NULL);
                    CREATE INDEX acknowledgement_alarm ON acknowledgement (alarmID);
                    """)
        }
        migrator.registerMigration("2") { database in
            try database.execute(
                sql: """
                    CREATE TABLE setAside (
                        consumer TEXT NOT NULL,
                        sequence INTEGER NOT NULL,
                        tries INTEGER NOT NULL,
                        nextTryAt INTEGER,
                        reason TEXT NOT NULL,
                        PRIMARY KEY (consumer, sequence)) WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("3") { try peopleAndTokens($0) }
        migrator.registerMigration("4") { try alarms($0) }
        return migrator
    }

    /// What people do about alarms, of which there were only acknowledgements before, and who may ask over HTTP.
    private static func peopleAndTokens(_ database: Database) throws {
        // The queue's own mark, by which its cursors are told from those of one begun anew; GRDB leaves it alone.
        try database.execute(sql: "PRAGMA user_version = \(Int32.random(in: 1 ... .max))")
        try database.execute(
            sql: """
                CREATE TABLE handling (
                    alarmID TEXT NOT NULL,
                    number INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    who TEXT NOT NULL,
                    unit TEXT,
                    at INTEGER NOT NULL,
                    comment TEXT NOT NULL,
                    whole TEXT,
                    part TEXT,
                    key TEXT UNIQUE,
                    PRIMARY KEY (alarmID, number)) WITHOUT ROWID;
                INSERT INTO handling (alarmID, number, state, who, at, comment)
                    SELECT alarmID, row_number() OVER (PARTITION BY alarmID ORDER BY at, rowid), 'acknowledged', who,
                    at, comment FROM acknowledgement;
                DROP TABLE acknowledgement;
                CREATE TABLE token (
                    id TEXT PRIMARY KEY,
                    name TEXT NOT NULL,
                    role TEXT NOT NULL,
                    hash TEXT NOT NULL UNIQUE,
                    createdAt INTEGER NOT NULL,
                    lastUsedAt INTEGER,
                    revokedAt INTEGER) WITHOUT ROWID;
                """)
    }

    /// Throws unless the file is empty or ours; to be asked before anything is changed in it.
    static func checkOwner(_ database: Database, path: String) throws {
        // Whoever was killed while making it may have left the migrator's own table alone.
        let tables =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
            ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard tables == 0 || application == applicationID else { throw OutboxError(.otherProgram, path: path) }
    }

    /// Brings the tables to this version; a visitor changes nothing and throws where they are not.
    static func prepare(_ queue: DatabaseQueue, role: Outbox.Role) throws {
        let isReady = try queue.read { database in
            guard try !migrator.hasBeenSuperseded(database) else { throw OutboxError(.newerVersion, path: queue.path) }
            return try migrator.hasCompletedMigrations(database)
        }
        if isReady { return }
        guard role == .service else {
            throw OutboxError(.failed, path: queue.path, detail: "start the service once, which brings it up to date")
        }
        try migrator.migrate(queue)
    }
}
