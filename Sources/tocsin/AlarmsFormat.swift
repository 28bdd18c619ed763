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
    private let rows: [[String]]

    init(_ records: [AlarmRecord]) {
        let head = ["ALARM", "BEGAN (UTC)", "KIND", "CAMERA", "STATE", "CONF", "SEEN BY"]
        rows = [head] + records.map(Self.row)
    }

    private static func row(_ record: AlarmRecord) -> [String] {
        guard let event = record.latest else { return [String(record.id.text.prefix(8)), "", "not readable"] }
        return [
            String(record.id.text.prefix(8)),
            String(event.time.rfc3339.prefix(19)).replacing("T", with: " "),
            event.data.kind.rawValue + (event.data.isTest ? " (test)" : ""),
            event.data.camera.id,
            record.isOpen ? "open" : "over",
            String(format: "%.2f", event.data.confidence),
            record.acknowledgements.map(\.who).joined(separator: ", "),
        ].map(printable)
    }

    /// Columns padded to their widest entry, without blanks at line ends.
    func text() -> String {
        let columns = rows[0].indices.map { column in
            rows.map { column < $0.count ? displayWidth($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, columns).map { $0 + String(repeating: " ", count: $1 - displayWidth($0)) }
            return cells.joined(separator: "  ").replacing(/\s+$/, with: "")
        }.joined(separator: "\n")
    }
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
        lines += acknowledgements.map { seen in
            let comment = seen.comment.isEmpty ? "" : ": \(seen.comment)"
            return printable("  seen by \(seen.who) at \(seen.at.rfc3339)\(comment)")
        }
        return lines.joined(separator: "\n")
    }

    /// The alarm as one line of JSON: its events exactly as queued, and who has seen it.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let seen = String(decoding: try encoder.encode(acknowledgements), as: UTF8.self)
        let queued = events.map { String(decoding: $0.json, as: UTF8.self) }.joined(separator: ",")
        return
            "{\"acknowledgements\":\(seen),\"alarmID\":\(jsonString(id.text)),\"events\":[\(queued)],\"open\":\(isOpen)}"
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

/// Columns that `text` takes in a terminal: East Asian characters take two.
private func displayWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        let isWide =
            (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xD7FF).contains(scalar.value)
            || (0xF900...0xFAFF).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
            || (0x20000...0x3FFFD).contains(scalar.value)
        return width + (isWide ? 2 : 1)
    }
}
