import Foundation

extension AlarmRecord {
    /// The alarm as one line of JSON, as `tocsin alarms` and the HTTP interface give it: its events exactly as they were
    /// queued, and what people have done about it.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let queued = events.map { String(decoding: $0.json, as: UTF8.self) }.joined(separator: ",")
        let members = [
            ("alarmID", try text(id)), ("events", "[\(queued)]"), ("handling", try text(handling)),
            ("mergedInto", try mergedInto.map(text) ?? ""), ("open", "\(isOpen)"), ("state", try text(state)),
        ]
        let written = members.filter { !$0.1.isEmpty }.map { "\"\($0.0)\":\($0.1)" }
        return "{\(written.joined(separator: ","))}"
    }
}
