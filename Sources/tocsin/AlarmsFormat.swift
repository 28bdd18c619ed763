import Alarms
import ArgumentParser
import Foundation
import VideoCore

/// How alarms are printed.
enum AlarmFormat: String, CaseIterable, ExpressibleByArgument {
    /// A table for people.
    case text
    /// One JSON object a line, for programs.
    case json

    func print(_ records: [AlarmRecord]) throws {
        switch self {
        case .text: Swift.print(records.isEmpty ? "no alarms" : AlarmTable(records).text())
        case .json: for record in records { Swift.print(try record.json()) }
        }
    }
}

/// The list of alarms as a table.
struct AlarmTable {
    private let table: TextTable

    init(_ records: [AlarmRecord]) {
        let head = ["ALARM", "BEGAN (UTC)", "KIND", "CAMERA", "STATE", "CONF", "HANDLING", "BY"]
        table = TextTable([head] + records.map(Self.row))
    }

    private static func row(_ record: AlarmRecord) -> [String] {
        guard let event = record.latest else { return [String(record.id.text.prefix(8)), "", "not readable"] }
        let mark = event.data.isDrill ? " (drill)" : event.data.isTest ? " (test)" : ""
        var people: [String] = []
        for name in record.handling.map(\.by) where !people.contains(name) { people.append(name) }
        return [
            String(record.id.text.prefix(8)),
            String(event.time.rfc3339.prefix(19)).replacing("T", with: " "),
            event.data.kind.rawValue + mark,
            event.data.camera.id,
            record.isOpen ? "open" : "over",
            String(format: "%.2f", event.data.confidence),
            record.state.rawValue,
            people.joined(separator: ", "),
        ].map(printable)
    }

    func text() -> String { table.text() }
}

extension AlarmRecord {
    /// The alarm with everything known of it, in lines for people.
    func story() -> String {
        var lines = ["alarm \(id)"]
        for stored in events {
            guard let event = try? stored.event() else {
                lines.append("  \(stored.sequence)  not readable by this version")
                continue
            }
            lines.append("  \(stored.sequence)  \(event.sentence())")
            lines += event.data.evidence.map {
                "      \($0.kind.rawValue) \(printable($0.uri)), SHA-256 \(printable($0.sha256))"
            }
        }
        lines += handling.map { handling in
            let unit = handling.unit.map { ", \($0)," } ?? ""
            let comment = handling.comment.map { ": \($0)" } ?? ""
            return printable("  \(handling.words) by \(handling.by)\(unit) at \(handling.at.rfc3339)\(comment)")
        }
        return lines.joined(separator: "\n")
    }
}

/// `text` as a JSON string.
func jsonString(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
}

/// `text` without what could steer a terminal.
func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
}
