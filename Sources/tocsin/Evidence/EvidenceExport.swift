import Alarms
import ArgumentParser
import Audit
import Foundation
import VideoCore
import VideoStreams

extension EvidenceCommand {
    /// `tocsin evidence export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy pictures and the masked clip of an alarm into a folder, with a manifest of their hashes.",
            discussion: """
                Raw clips stay where they are; `decrypt` opens them. A file that is missing, or is not what was stored, is \
                named in the manifest and not copied; then the status is 1.
                """)

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var alarm: String
        @Option(help: "The folder for the copies; made when it does not exist.") var output: String
        @OptionGroup var place: EvidenceOptions
        @OptionGroup var who: AuditOptions

        func run() throws {
            try place.run("evidence export") {
                let record = try place.record(alarm)
                let files = StoredEvidence.all(of: record, in: try place.store()).filter {
                    $0.evidence.kind != .rawClip
                }
                guard !files.isEmpty else { throw ValidationError("this alarm has no pictures and no masked clip") }
                let log = try place.auditLog()
                try FileManager.default.createDirectory(
                    atPath: output, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                for file in files where file.state == .present {
                    // First the log: what cannot be written down is not given out.
                    try log.append(who.entry(.export, of: file.evidence.uri, sha256: file.evidence.sha256))
                    try FileManager.default.copyItem(atPath: file.path, toPath: "\(output)/\(file.name)")
                }
                try Manifest(record.id, files, who).write(to: "\(output)/manifest.json")
                try say(files)
            }
        }

        private func say(_ files: [StoredEvidence]) throws {
            let copied = files.filter { $0.state == .present }
            print(printable("\(copied.count) of \(files.count) files are in \(output), with manifest.json"))
            if copied.contains(where: { !$0.evidence.masked }) {
                standardError(
                    "this camera has no shields: nothing is masked in these files; see to faces before you pass them on"
                )
            }
            for file in files where file.state != .present {
                standardError(printable("\(file.evidence.uri) is \(file.state.rawValue): not copied"))
            }
            if copied.count < files.count { throw ExitCode(1) }
        }
    }
}

extension StoredEvidence {
    /// The name of the file without its folder.
    var name: String { path.split(separator: "/").last.map(String.init) ?? "" }
}

/// What was exported: goes along with the copies.
private struct Manifest: Encodable {
    struct File: Encodable {
        let name: String
        let kind: Evidence.Kind
        let sha256: String
        let bytes: Int
        let masked: Bool
        let state: StoredEvidence.State
    }

    let alarmID: AlarmID
    let exportedAt: Timestamp
    let reason: String
    let name: String
    let unit: String
    let files: [File]

    init(_ alarm: AlarmID, _ files: [StoredEvidence], _ who: AuditOptions) {
        alarmID = alarm
        exportedAt = Timestamp(.now)
        (reason, name, unit) = (who.reason, who.by, who.unit)
        self.files = files.map { file in
            File(
                name: file.name, kind: file.evidence.kind, sha256: file.evidence.sha256, bytes: file.evidence.bytes,
                masked: file.evidence.masked, state: file.state)
        }
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path))
    }
}
