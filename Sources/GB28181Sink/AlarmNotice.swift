import Alarms
import Foundation
import VideoCore

/// One event as a platform is told it.
struct AlarmNotice: Hashable, Sendable {
    /// The event's own name, which comes again when the event does.
    var eventID: String
    /// The camera's name in the configuration.
    var camera: String
    /// `SN`: the same whenever the event is sent.
    var number: Int
    /// `AlarmPriority`.
    var priority: Int
    /// `AlarmMethod`.
    var method: Int
    /// The document.
    var command: Command

    /// Characters of a description, at most: with them a datagram stays below the 1300 bytes of RFC 3261, 18.1.1.
    private static let longestDescription = 160

    /// The notice of `event`, which is `stored` in the queue.
    init(_ event: AlarmEvent, _ stored: StoredEvent, _ settings: GB28181Settings) {
        let data = event.data
        let subject = AlarmSubject(data)
        let code = settings.code(of: subject)
        let channel = settings.channels.first { $0.id == data.camera.id }
        eventID = stored.id
        camera = data.camera.id
        // The queue's own count fits where platforms have 32 bits, and is never 0.
        number = max(Int(stored.sequence & 0x7FFF_FFFF), 1)
        priority = min(max(code.priority ?? data.priority, 1), 4)
        method = code.method
        var elements: [Command.Element] = [
            .text("AlarmPriority", "\(priority)"), .text("AlarmMethod", "\(method)"),
            .text("AlarmTime", Self.local(event.time, in: settings.timeZone)),
            .text("AlarmDescription", String(Self.description(of: data, subject).prefix(Self.longestDescription))),
        ]
        if let longitude = channel?.longitude, let latitude = channel?.latitude {
            elements += [.text("Longitude", "\(longitude)"), .text("Latitude", "\(latitude)")]
        }
        if let info = Self.info(code) { elements.append(info) }
        command = Command(
            "Notify", "Alarm", number: number, device: data.camera.deviceCode ?? settings.deviceCode, elements)
    }

    private static func info(_ code: AlarmCode) -> Command.Element? {
        guard let type = code.type else { return nil }
        let parameters = code.eventType.map { [Command.Element.text("EventType", "\($0)")] }
        return .group(
            "Info",
            [.text("AlarmType", "\(type)")] + (parameters.map { [.group("AlarmTypeParam", $0)] } ?? []))
    }

    /// What and where, in the words of a security centre.
    private static func description(of data: AlarmData, _ subject: AlarmSubject) -> String {
        // Tests are not delivered: what is one all the same is a drill.
        var what = (data.isTest ? "【演练】" : "") + subject.words
        switch data.phase {
        case .open: break
        case .update: what += "（更新）"
        case .close: what += "（结束）"
        }
        let place = data.place
        let site = [place.community, place.building, place.facade, place.elevator].compactMap { $0 }
        let floor = data.origin.map { "约\($0.floor)层" }
        let camera = data.camera.name ?? data.camera.id
        return [what, site.joined(separator: " "), floor ?? "", camera].filter { !$0.isEmpty }
            .joined(separator: "，")
    }

    /// `time` on the clocks of `zone`, as `2026-01-31T16:15:00`.
    static func local(_ time: Timestamp, in zone: String) -> String {
        let date = Date(timeIntervalSince1970: time.wallTime.secondsSince1970)
        let offset = (TimeZone(identifier: zone) ?? .gmt).secondsFromGMT(for: date)
        return String(Timestamp(milliseconds: time.milliseconds + Int64(offset) * 1000).rfc3339.prefix(19))
    }
}
