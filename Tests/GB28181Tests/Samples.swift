import Alarms
import TestSupport
import VideoCore

@testable import GB28181Sink

/// The device of the tests.
let boxCode = "34020000001180000001"

extension GB28181Settings {
    /// A device at a platform on `port`, for which it waits as long as any may.
    static func sample(port: Int = 5060, change: (inout GB28181Settings) -> Void = { _ in }) -> GB28181Settings {
        var settings = GB28181Settings(
            platform: .init(code: "34020000002000000001", host: "127.0.0.1", port: port), deviceCode: boxCode)
        settings.answerWithin = 12
        settings.channels = [
            Channel(
                id: "gate", code: "34020000001320000001", name: "东门", longitude: 117.0512, latitude: 36.66),
            Channel(id: "lift", code: "34020000001320000002", name: "1号电梯"),
            Channel(id: "roof", code: "34020000001320000003", name: "A & B <屋顶>"),
        ]
        change(&settings)
        return settings
    }
}

extension AlarmEvent {
    /// The `number`th of a row of different events. It began on 2026-03-02 at 18:00 in Shanghai.
    static func sample(
        _ number: Int = 1, _ kind: AlarmKind = .thrownObject, _ phase: AlarmPhase = .open, camera: String = "gate",
        change: (inout AlarmData) -> Void = { _ in }
    ) -> AlarmEvent {
        let start = Timestamp(milliseconds: 1_772_445_600_000 + Int64(number) * 1000)
        var data = AlarmData(
            alarmID: AlarmID(site: "garden", camera: CameraID(camera), kind: kind, start: start), kind: kind,
            phase: phase, priority: AlarmSettings.defaultPriorities[kind] ?? 2,
            camera: AlarmCamera(id: camera, name: "东门", deviceCode: "34020000001320000001"),
            mediaTime: MediaSpan(start: 1, end: 2), confidence: 0.9)
        change(&data)
        return AlarmEvent(site: "garden", time: start, data: data)
    }

    /// As it stands in the queue.
    func stored(_ sequence: Int64) throws -> StoredEvent {
        StoredEvent(sequence: sequence, id: id, json: try json())
    }
}
