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
                Faces are masked: the copies are a mosaic but for the place of the incident, and there the heads of people \
                that a network finds are mosaic too. Look through them before they are published; number plates at that \
                place can be read. --with-faces copies what was stored, for those who may see it.

                Raw clips stay where they are; `decrypt` opens them. A file that is missing, or is not what was stored, is \
                named in the manifest and not copied; then the status is 1.
                """)

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var alarm: String
        @Option(help: "The folder for the copies; made when it does not exist.") var output: String
        @Flag(help: "Copy the files as they were stored, faces and all.") var withFaces = false
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
                let copy = try copying(record)
                try FileManager.default.createDirectory(
                    atPath: output, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                // All of them before the first is written down as exported.
                for path in files.map({ self.path(of: $0.name) }) + [path(of: Manifest.name)]
                where DurableFile.kind(of: path) != nil {
                    throw SystemError("create", path, code: EEXIST)
                }
                let copies = try files.map { file in
                    guard file.state == .present else { return Manifest.File(file, fault: file.state.rawValue) }
                    // First the log: what cannot be written down is not given out.
                    try log.append(who.entry(action, of: file.evidence.uri, sha256: file.evidence.sha256))
                    do {
                        try copy(file, path(of: file.name))
                        return try Manifest.File(file, copiedTo: path(of: file.name), facesMasked: !withFaces)
                    } catch {
                        _ = try? DurableFile.remove(path(of: file.name))
                        return Manifest.File(file, fault: "\(error)")
                    }
                }
                try Manifest(record.id, copies, who).write(to: path(of: Manifest.name))
                try say(copies)
            }
        }

        private var action: AuditEntry.Action { withFaces ? .exportWithFaces : .export }

        private func path(of name: String) -> String { "\(output)/\(name)" }

        /// What makes a copy of a file of `record`.
        private func copying(_ record: AlarmRecord) throws -> (StoredEvidence, String) throws -> Void {
            if withFaces { return { try FileManager.default.copyItem(atPath: $0.path, toPath: $1) } }
            var masking = try PublicCopy(of: record)
            return { try masking.write($0, to: $1) }
        }

        private func say(_ files: [Manifest.File]) throws {
            let copied = files.filter { $0.fault == nil }
            print(printable("\(copied.count) of \(files.count) files are in \(output), with \(Manifest.name)"))
            if withFaces {
                standardError("faces are not masked in these files; see to them before you pass them on")
            } else {
                print(
                    "faces are masked as far as a network finds people at the place of the incident: look before you publish"
                )
            }
            for file in files {
                if let fault = file.fault { standardError(printable("\(file.uri) is not copied: \(fault)")) }
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
        /// How events and the audit log name it.
        let uri: String
        let kind: Evidence.Kind
        /// Of what was stored.
        let storedSHA256: String
        /// Of the copy; nil where there is none.
        var sha256: String?
        var bytes: Int?
        /// Whether shields are masked.
        let masked: Bool
        var facesMasked = false
        /// Why it was not copied.
        var fault: String?

        /// A file of which there is no copy.
        init(_ file: StoredEvidence, fault: String?) {
            (name, uri, kind) = (file.name, file.evidence.uri, file.evidence.kind)
            (storedSHA256, masked, self.fault) = (file.evidence.sha256, file.evidence.masked, fault)
        }

        /// A file of which `copy` was made.
        init(_ file: StoredEvidence, copiedTo copy: String, facesMasked: Bool) throws {
            self.init(file, fault: nil)
            (sha256, bytes) = try DurableFile.hash(of: copy)
            self.facesMasked = facesMasked
        }
    }

    /// Its own file.
    static let name = "manifest.json"

    let alarmID: AlarmID
    let exportedAt: Timestamp
    let reason: String
    let name: String
    let unit: String
    let files: [File]

    init(_ alarm: AlarmID, _ files: [File], _ who: AuditOptions) {
        alarmID = alarm
        exportedAt = Timestamp(.now)
        (reason, name, unit) = (who.reason, who.by, who.unit)
        self.files = files
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path))
    }
}
