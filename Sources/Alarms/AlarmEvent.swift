import Foundation
import VideoCore

/// One phase of one alarm as a CloudEvents 1.0 value: what is queued, delivered and shown (contract `alarm-event.v1`).
///
/// Equal events have equal bytes: keys in alphabetical order, numbers in their shortest spelling.
public struct AlarmEvent: Hashable, Sendable {
    /// Unique name of this event: the alarm's id and the phase, so that consumers can drop duplicates.
    public var id: String
    /// Where it comes from: `/sites/<site>/cameras/<camera>`.
    public var source: String
    /// Wall time of the incident's start.
    public var time: Timestamp
    /// What happened.
    public var data: AlarmData

    /// The event of one phase. `update` is the number of the update, from 1, and counts only for that phase.
    public init(site: String, time: Timestamp, update: Int = 0, data: AlarmData) {
        id = Self.id(alarm: data.alarmID, phase: data.phase, update: update)
        source = "/sites/\(Self.segment(site))/cameras/\(Self.segment(data.camera.id))"
        self.time = time
        self.data = data
    }

    /// The CloudEvents type, which names the kind and the version of the contract.
    public var type: String { "tocsin.alarm.\(data.kind.rawValue).v1" }

    /// The event as one line of JSON without a line end. Throws only if a number in it is not finite.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// Reads an event; throws `DecodingError` when `json` is no event of version 1.
    public init(json: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(AlarmEvent.self, from: Data(json))
    }

    static func id(alarm: AlarmID, phase: AlarmPhase, update: Int) -> String {
        phase == .update ? "\(alarm)-update-\(update)" : "\(alarm)-\(phase.rawValue)"
    }

    /// A name as one segment of a URI path.
    private static func segment(_ name: String) -> String {
        let kept = CharacterSet(charactersIn: "-._~").union(
            .alphanumerics.intersection(CharacterSet(charactersIn: "!"..."~")))
        return name.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }
}

extension AlarmEvent: Codable {
    private enum Key: String, CodingKey {
        case specversion, id, source, type, subject, time, datacontenttype, dataschema, data
    }

    /// Reads CloudEvents' JSON format; unknown attributes are ignored, another `specversion` or `type` is an error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = try container.decode(String.self, forKey: .id)
        source = try container.decode(String.self, forKey: .source)
        time = try container.decode(Timestamp.self, forKey: .time)
        data = try container.decode(AlarmData.self, forKey: .data)
        for (key, expected) in [(Key.specversion, "1.0"), (.type, type)]
        where try container.decode(String.self, forKey: key) != expected {
            throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "not \(expected)")
        }
    }

    /// Writes CloudEvents' JSON format.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("1.0", forKey: .specversion)
        try container.encode(id, forKey: .id)
        try container.encode(source, forKey: .source)
        try container.encode(type, forKey: .type)
        try container.encode(data.alarmID, forKey: .subject)
        try container.encode(time, forKey: .time)
        try container.encode("application/json", forKey: .datacontenttype)
        try container.encode("urn:tocsin:alarm-event:v1", forKey: .dataschema)
        try container.encode(data, forKey: .data)
    }
}
