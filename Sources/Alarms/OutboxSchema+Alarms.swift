import GRDB

extension OutboxSchema {
    /// One row for each alarm that people look at, so that a page of a hundred thousand is found at once: self-tests have
    /// none. `number` is the place of its first event, `latest` that of the newest that its camera has told.
    static func alarms(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE alarm (
                    number INTEGER PRIMARY KEY,
                    alarmID TEXT NOT NULL UNIQUE,
                    kind TEXT NOT NULL,
                    camera TEXT NOT NULL,
                    building TEXT,
                    startedAt INTEGER NOT NULL,
                    latest INTEGER NOT NULL,
                    isOpen INTEGER NOT NULL,
                    isDrill INTEGER NOT NULL,
                    state TEXT NOT NULL DEFAULT 'new',
                    parts INTEGER NOT NULL DEFAULT 0);
                CREATE INDEX alarm_started ON alarm (startedAt);
                CREATE INDEX alarm_kind ON alarm (kind, startedAt);
                CREATE INDEX alarm_camera ON alarm (camera, startedAt);
                CREATE INDEX alarm_building ON alarm (building, startedAt);
                CREATE INDEX alarm_state ON alarm (state, startedAt);
                CREATE INDEX alarm_open ON alarm (startedAt) WHERE isOpen = 1;
                INSERT INTO alarm (number, alarmID, kind, camera, startedAt, latest, isOpen, isDrill)
                    SELECT min(sequence), alarmID, kind, camera, startedAt, sequence, 1, instr(json, '"drill":true') > 0
                    FROM event WHERE instr(json, '"test":true') = 0 OR instr(json, '"drill":true') > 0
                    GROUP BY alarmID;
                UPDATE alarm SET
                    latest = coalesce((SELECT max(sequence) FROM event
                        WHERE event.alarmID = alarm.alarmID AND id NOT LIKE '%-handling-%'), latest),
                    isOpen = NOT EXISTS (
                        SELECT 1 FROM event WHERE event.alarmID = alarm.alarmID AND phase = 'close');
                UPDATE alarm SET building = (SELECT json_extract(json, '$.data.place.building') FROM event
                    WHERE sequence = latest AND json_valid(json));
                WITH RECURSIVE joined (whole, part) AS (
                    SELECT alarmID, part FROM handling WHERE part IS NOT NULL
                    UNION SELECT joined.whole, handling.part FROM joined JOIN handling ON handling.alarmID = joined.part
                    WHERE handling.part IS NOT NULL)
                UPDATE alarm SET parts = (SELECT count(*) FROM joined WHERE whole = alarmID)
                    WHERE alarmID IN (SELECT whole FROM joined);
                """)
        try fillStates(database)
    }

    /// The last word counts, but that somebody has seen an alarm takes nothing back.
    private static func fillStates(_ database: Database) throws {
        let words = try Row.fetchAll(
            database, sql: "SELECT alarmID, state FROM handling WHERE part IS NULL ORDER BY alarmID, number")
        var states: [String: String] = [:]
        for word in words {
            let (alarm, state): (String, String) = (word["alarmID"], word["state"])
            if state == "acknowledged", states[alarm, default: "new"] != "new" { continue }
            states[alarm] = state
        }
        for (alarm, state) in states {
            try database.execute(sql: "UPDATE alarm SET state = ? WHERE alarmID = ?", arguments: [state, alarm])
        }
    }
}
