import Alarms
import VideoCore

/// A page of alarms as the console's page reads it: what is not known is null.
struct HistoryAnswer: Encodable {
    struct Camera: Encodable {
        var id: String
        @OrNull var name: String?
    }

    struct File: Encodable {
        var kind: Evidence.Kind
        var uri: String
    }

    struct Alarm: Encodable {
        var id: AlarmID
        var kind: AlarmKind
        var priority: Int
        var open: Bool
        var start: Timestamp
        @OrNull var end: Timestamp?
        var camera: Camera
        var place: AlarmPlace
        @OrNull var floor: Int?
        @OrNull var column: Int?
        var confidence: Double
        @OrNull var detail: String?
        var state: HandlingState
        @OrNull var handledBy: String?
        @OrNull var handledAt: Timestamp?
        @OrNull var comment: String?
        var drill: Bool
        var parts: Int
        var evidence: [File]
    }

    var alarms: [Alarm]
    @OrNull var next: String?
    var cursor: String

    init(_ page: HistoryPage) {
        alarms = page.entries.map(Alarm.init)
        next = page.next.map { "\($0)" }
        cursor = "\(page.cursor)"
    }
}

extension HistoryAnswer.Alarm {
    init(_ entry: HistoryEntry) {
        let data = entry.event.data
        id = data.alarmID
        kind = data.kind
        priority = data.priority
        open = entry.isOpen
        start = entry.event.time
        end = entry.isOpen ? nil : start.advanced(by: data.mediaTime.end - data.mediaTime.start)
        camera = HistoryAnswer.Camera(id: data.camera.id, name: data.camera.name)
        place = data.place
        floor = data.origin?.floor
        column = data.origin?.column
        confidence = data.confidence
        detail = entry.detail
        state = entry.state
        handledBy = entry.handling?.by
        handledAt = entry.handling?.at
        comment = entry.handling?.comment
        drill = data.isDrill
        parts = entry.parts
        evidence = entry.evidence.map { HistoryAnswer.File(kind: $0.kind, uri: $0.uri) }
    }
}

extension Timestamp {
    fileprivate func advanced(by seconds: Double) -> Timestamp { Timestamp(wallTime.advanced(by: max(seconds, 0))) }
}
