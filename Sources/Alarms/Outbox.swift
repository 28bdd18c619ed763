import Foundation
import GRDB
public import VideoCore

/// The durable queue of alarm events: what ``append(_:now:)`` has returned is on the disk and is lost by nothing that
/// leaves the disk whole — not by a kill, a power loss or a full disk.
///
/// An SQLite database in WAL mode with `synchronous=FULL`; several processes may use it at once. All calls block while
/// the disk works.
public final class Outbox: Sendable {
    /// Who opens it.
    public enum Role: Hashable, Sendable {
        /// The service: makes the queue, moves a damaged one aside, holds the reserve.
        case service
        /// A command beside it: uses what is there and leaves the reserve alone.
        case visitor
    }

    /// An event as it was queued.
    public struct Committed: Hashable, Sendable {
        /// Its place in the queue; grows, with gaps.
        public let sequence: Int64
        /// False when an event of the same id was queued before; that one stays as it is.
        public let isNew: Bool
    }

    /// Where it lies and how it is kept.
    public let settings: OutboxSettings
    /// Where the database lies that was found damaged when this one was opened and begun anew; nil normally.
    ///
    /// Whoever opens the queue must say so aloud: the events in that file are not in this queue.
    public let damagedCopy: String?
    let queue: DatabaseQueue
    private let reserve: SpaceReserve?

    /// Opens the queue, and makes it when `role` is `.service`.
    public init(_ settings: OutboxSettings, role: Role = .service) throws(OutboxError) {
        self.settings = settings
        let reserve = SpaceReserve(path: settings.path + ".reserve", bytes: settings.reserveBytes)
        self.reserve = role == .service ? reserve : nil
        do {
            let opening = OutboxOpening(settings: settings, role: role)
            do {
                (queue, damagedCopy) = try opening.open()
            } catch {
                // A disk that is full to the last byte: even opening needs a few pages.
                guard role == .service, (try? reserve.giveUp()) == true else { throw error }
                (queue, damagedCopy) = try opening.open()
            }
            if role == .service { _ = try reserve.take() }
        } catch {
            throw OutboxError(error, path: settings.path)
        }
    }

    /// Queues `event`. When this returns, it is on the disk.
    ///
    /// An event whose id is known already changes nothing. On a full disk the reserve is given up first; `.diskFull`
    /// is thrown when that does not help either, and the event must be offered again.
    @discardableResult
    public func append(_ event: AlarmEvent, now: WallTime? = nil) throws(OutboxError) -> Committed {
        let json = try access { try event.json() }
        let appendedAt = Timestamp(now ?? .now())
        return try durably { try Self.insert(event, json, appendedAt, $0) }
    }

    /// Queues all of `events` or none, like ``append(_:now:)``. A visitor, who has no alarms but drills, is refused while
    /// the reserve for alarms is given up.
    public func append(_ events: [AlarmEvent], now: WallTime? = nil) throws(OutboxError) {
        let kept = SpaceReserve(path: settings.path + ".reserve", bytes: settings.reserveBytes)
        guard reserve != nil || settings.reserveBytes == 0 || kept.isHeld else {
            throw OutboxError(.diskFull, path: settings.path)
        }
        let appendedAt = Timestamp(now ?? .now())
        try durably { database in
            for event in events { _ = try Self.insert(event, try event.json(), appendedAt, database) }
        }
    }

    /// Writes in one transaction, which is on the disk when this returns. On a full disk the reserve is given up for it.
    func durably<Value>(_ write: (Database) throws -> Value) throws(OutboxError) -> Value {
        do {
            do {
                return try queue.write(write)
            } catch let error as DatabaseError where Self.mayBeFull(error) {
                // Emptying the log first: it may free all that is needed, or only need the reserve to do so.
                if checkpoint(), let value = try? queue.write(write) { return value }
                guard let reserve, try reserve.giveUp() else { throw error }
                _ = checkpoint()
                return try queue.write(write)
            }
        } catch {
            throw classified(error)
        }
    }

    /// Whether the disk space kept for alarms is held, that is: whether the disk was not full lately.
    public var holdsReserve: Bool { reserve?.isHeld ?? false }

    /// Takes the reserve again when it was given up and the disk has room; true when it is held.
    @discardableResult
    public func refillReserve() -> Bool { (try? reserve?.take()) ?? false }

    /// Moves what is in the write-ahead log into the database, so that the log's space can be used again.
    private func checkpoint() -> Bool {
        (try? queue.writeWithoutTransaction { _ = try $0.checkpoint(.restart) }) != nil
    }

    static func insert(
        _ event: AlarmEvent, _ json: [UInt8], _ appendedAt: Timestamp, _ database: Database
    ) throws -> Committed {
        try database.execute(
            sql: """
                INSERT INTO event (id, alarmID, kind, camera, phase, startedAt, appendedAt, json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """,
            arguments: [
                event.id, event.data.alarmID.text, event.data.kind.rawValue, event.data.camera.id,
                event.data.phase.rawValue, event.time.milliseconds, appendedAt.milliseconds,
                String(decoding: json, as: UTF8.self),
            ])
        if database.changesCount == 1 {
            let sequence = database.lastInsertedRowID
            try list(event, at: sequence, database)
            return Committed(sequence: sequence, isNew: true)
        }
        let known = try Int64.fetchOne(
            database, sql: "SELECT sequence FROM event WHERE id = ?", arguments: [event.id])
        return Committed(sequence: known ?? 0, isNew: false)
    }

    /// SQLite says IOERR rather than FULL where a write fails in its shared memory file or a sync fails.
    private static func mayBeFull(_ error: DatabaseError) -> Bool {
        error.resultCode == .SQLITE_FULL || error.resultCode == .SQLITE_IOERR
    }

    /// An I/O error on a disk without room is a full disk, whatever SQLite calls it.
    private func classified(_ error: any Error) -> OutboxError {
        let page = 4096
        if let error = error as? DatabaseError, Self.mayBeFull(error),
            let free = try? DurableFile.freeBytes(at: folder(of: settings.path)), free < 64 * page
        {
            return OutboxError(.diskFull, path: settings.path, detail: error.message ?? "")
        }
        return OutboxError(error, path: settings.path)
    }

    /// Runs `body` and turns whatever it throws into an ``OutboxError``.
    func access<Value>(_ body: () throws -> Value) throws(OutboxError) -> Value {
        do { return try body() } catch { throw classified(error) }
    }
}
