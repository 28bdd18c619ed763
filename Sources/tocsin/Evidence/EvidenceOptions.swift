import Alarms
import ArgumentParser
import Audit
import Clips
import Foundation
import SiteConfig
import VideoCore
import VideoStreams

/// Where the evidence is: common to all `tocsin evidence` and `tocsin audit` commands.
struct EvidenceOptions: ParsableArguments {
    @OptionGroup var place: DataFolderOptions

    /// The data folder.
    func folder() throws -> String { try place.folder() }

    /// The file with the key, unless another is named.
    func keyFile() throws -> String { try place.site()?.evidenceKeyFile ?? folder() + "/" + EvidenceKey.fileName }

    /// The store of the data folder.
    func store() throws -> EvidenceStore { EvidenceStore(EvidenceSettings(folder: try folder() + "/evidence")) }

    /// The audit log of the data folder, which must be one: what is done is to stand where it belongs.
    func auditLog() throws -> AuditLog {
        let folder = try folder()
        let queue = OutboxSettings(dataFolder: folder).path
        guard FileManager.default.fileExists(atPath: queue) else { throw OutboxError(.missing, path: queue) }
        return try AuditLog(dataFolder: folder)
    }

    /// What the queue knows of the alarm that begins with `argument`.
    func record(_ argument: String) throws -> AlarmRecord {
        let outbox = try Outbox(OutboxSettings(dataFolder: try folder()), role: .visitor)
        return try outbox.alarm(try outbox.alarmID(argument: argument))
    }

    /// Runs `body`; what it throws is said on standard error, status 1.
    func run(_ command: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ValidationError {
            throw error
        } catch let error as ExitCode {
            throw error
        } catch {
            standardError(printable("tocsin \(command): \(error)"))
            throw ExitCode(1)
        }
    }
}

/// Who uses evidence, and why: what the law asks to be written down (Order 799, Article 16).
struct AuditOptions: ParsableArguments {
    @Option(help: "Why: a case, a complaint, an order.")
    var reason: String
    @Option(help: "Who: the name of a person.")
    var by: String
    @Option(help: "The unit of that person.")
    var unit = ""

    func validate() throws {
        for (key, value) in [("--reason", reason), ("--by", by)]
        where value.trimmingCharacters(in: .whitespaces).isEmpty {
            throw ValidationError("\(key): the audit log needs it; write some words")
        }
        guard [reason, by, unit].allSatisfy({ $0.utf8.count <= 1000 }) else {
            throw ValidationError("--reason, --by and --unit: write at most 1000 bytes each")
        }
    }

    /// The entry for `action` on `content`.
    func entry(_ action: AuditEntry.Action, of content: String, sha256: String = "") -> AuditEntry {
        AuditEntry(action, of: content, sha256: sha256, reason: reason, name: by, unit: unit, time: .now)
    }
}
