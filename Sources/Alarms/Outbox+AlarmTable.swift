import GRDB
import VideoCore

/// The table of alarms, kept in the transactions that change the queue.
extension Outbox {
    /// Enters what `event`, just queued at `sequence`, says of its alarm. Self-tests are nobody's business.
    static func list(_ event: AlarmEvent, at sequence: Int64, _ database: Database) throws {
        let data = event.data
        guard data.handling == nil, !data.isTest || data.isDrill else { return }
        try database.execute(
            sql: """
                INSERT INTO alarm (number, alarmID, kind, camera, building, startedAt, latest, isOpen, isDrill)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (alarmID) DO UPDATE SET
                    latest = excluded.latest, building = excluded.building, isOpen = isOpen AND excluded.isOpen
                """,
            arguments: [
                sequence, data.alarmID.text, data.kind.rawValue, data.camera.id, data.place.building,
                event.time.milliseconds, sequence, data.phase != .close, data.isDrill,
            ])
    }

    /// The alarm `id` stands at `state` now; `part`, with all its own parts, has become a part of it.
    static func list(
        _ state: HandlingState, of id: AlarmID, joinedBy part: AlarmID?, _ database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE alarm SET state = ? WHERE alarmID = ?", arguments: [state.rawValue, id.text])
        guard let part else { return }
        try database.execute(
            sql: """
                UPDATE alarm SET parts = parts + 1 + coalesce((SELECT parts FROM alarm WHERE alarmID = ?), 0)
                WHERE alarmID = ?
                """, arguments: [part.text, id.text])
    }
}
