import Foundation
import GRDB
import VideoCore

@testable import Alarms

/// 2026-03-02, a Monday, 10:00:00 UTC.
let monday = WallTime(secondsSince1970: 1_772_445_600)

/// A folder that goes when the test ends.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func names() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

extension OutboxSettings {
    /// A queue in `folder` with a reserve small enough for tests and no patience for other processes.
    static func sample(_ folder: TemporaryFolder) -> OutboxSettings {
        var settings = OutboxSettings(dataFolder: folder.path)
        settings.reserveBytes = 1 << 20
        settings.busyTimeout = 0
        return settings
    }
}

extension CameraContext {
    static func sample(
        _ id: String = "facade-3-south", change: (inout AlarmSettings) -> Void = { _ in }
    ) -> CameraContext {
        var context = CameraContext(site: "garden", camera: AlarmCamera(id: id))
        change(&context.settings)
        return context
    }
}

extension Finding {
    static func sample(
        _ kind: AlarmKind = .thrownObject, _ incident: Int = 1, _ stage: Stage = .open, start: Double = 1,
        end: Double = 2
    ) -> Finding {
        Finding(
            kind: kind, incident: incident, stage: stage, start: start, end: end, detected: end, confidence: 0.97)
    }
}

extension AlarmEvent {
    /// The `number`th of a row of different events.
    static func sample(
        _ number: Int, _ phase: AlarmPhase = .open, kind: AlarmKind = .thrownObject, camera: String = "gate"
    ) -> AlarmEvent {
        let start = Timestamp(monday.advanced(by: Double(number)))
        let data = AlarmData(
            alarmID: AlarmID(site: "garden", camera: CameraID(camera), kind: kind, start: start), kind: kind,
            phase: phase, priority: 2, camera: AlarmCamera(id: camera), mediaTime: MediaSpan(start: 1, end: 2),
            confidence: 0.9)
        return AlarmEvent(site: "garden", time: start, update: 1, data: data)
    }
}

/// Another process that holds a queue, so that nothing can be written to it, until it lets go.
struct QueueHolder {
    private let database: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        database = try DatabaseQueue(path: path, configuration: configuration)
        try database.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func letGo() throws { try database.inDatabase { try $0.execute(sql: "ROLLBACK") } }
}
