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
                var masking = withFaces ? nil : try PublicCopy(of: record)
                try FileManager.default.createDirectory(
                    atPath: output, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                var copies: [Manifest.File] = []
                for file in files {
                    guard file.state == .present else {
                        copies.append(Manifest.File(file))
                        continue
                    }
                    let copy = "\(output)/\(file.name)"
                    guard !FileManager.default.fileExists(atPath: copy) else {
                        throw SystemError("create", copy, code: EEXIST)
                    }
                    // First the log: what cannot be written down is not given out.
                    try log.append(who.entry(.export, of: file.evidence.uri, sha256: file.evidence.sha256))
                    if masking == nil {
                        try FileManager.default.copyItem(atPath: file.path, toPath: copy)
                    } else {
                        try masking?.write(file, to: copy)
                    }
                    copies.append(try Manifest.File(file, copiedTo: copy, facesMasked: masking != nil))
                }
                try Manifest(record.id, copies, who).write(to: "\(output)/manifest.json")
                try say(files)
            }
        }

        private func say(_ files: [StoredEvidence]) throws {
            let copied = files.filter { $0.state == .present }
            print(printable("\(copied.count) of \(files.count) files are in \(output), with manifest.json"))
            if !withFaces {
                print(
                    "faces are masked, as far as a network finds people at the place of the incident: look before you publish"
                )
            } else if copied.contains(where: { !$0.evidence.masked }) {
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
        /// Of the copy; of what was stored where there is none.
        let sha256: String
        let bytes: Int
        /// Of what was stored.
        let storedSHA256: String
        /// Whether shields are masked.
        let masked: Bool
        let facesMasked: Bool
        let state: StoredEvidence.State

        /// A file that was not copied.
        init(_ file: StoredEvidence) {
            let stored = file.evidence
            (name, kind, state) = (file.name, stored.kind, file.state)
            (sha256, bytes, storedSHA256) = (stored.sha256, stored.bytes, stored.sha256)
            (masked, facesMasked) = (stored.masked, false)
        }

        /// A file of which `copy` was made.
        init(_ file: StoredEvidence, copiedTo copy: String, facesMasked: Bool) throws {
            (name, kind, state) = (file.name, file.evidence.kind, file.state)
            (sha256, bytes) = try DurableFile.hash(of: copy)
            (storedSHA256, masked) = (file.evidence.sha256, file.evidence.masked)
            self.facesMasked = facesMasked
        }
    }

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
