import Alarms
import ArgumentParser
import Audit

extension EvidenceCommand {
    /// `tocsin evidence list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the evidence of an alarm, and whether it is still what was stored.")

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var alarm: String
        @OptionGroup var place: EvidenceOptions

        func run() throws {
            try place.run("evidence list") {
                let files = StoredEvidence.all(of: try place.record(alarm), in: try place.store())
                if files.isEmpty { print("this alarm has no evidence") }
                for file in files {
                    let masked =
                        file.evidence.masked ? "masked" : file.evidence.kind == .rawClip ? "encrypted" : "not masked"
                    print(
                        printable(
                            "\(file.state.rawValue)  \(file.evidence.kind.rawValue)  \(file.evidence.bytes) bytes  \(masked)  "
                                + "\(file.evidence.uri)  SHA-256 \(file.evidence.sha256)"))
                }
            }
        }
    }

    /// `tocsin evidence hold`.
    struct Hold: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep the evidence of an alarm until it is released, whatever its age.")

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var alarm: String
        @OptionGroup var place: EvidenceOptions
        @OptionGroup var who: AuditOptions

        func run() throws {
            try place.run("evidence hold") {
                let record = try place.record(alarm)
                guard let event = record.latest else { throw ValidationError("this alarm cannot be read") }
                try place.auditLog().append(who.entry(.hold, of: record.id.text))
                try place.store().hold(record.id, day: event.time)
                print("the evidence of \(record.id) is kept until it is released")
            }
        }
    }

    /// `tocsin evidence release`.
    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a hold: the evidence of the alarm goes when its time is over.")

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var alarm: String
        @OptionGroup var place: EvidenceOptions
        @OptionGroup var who: AuditOptions

        func run() throws {
            try place.run("evidence release") {
                let record = try place.record(alarm)
                guard let event = record.latest else { throw ValidationError("this alarm cannot be read") }
                try place.auditLog().append(who.entry(.release, of: record.id.text))
                let wasHeld = try place.store().release(record.id, day: event.time)
                print(wasHeld ? "\(record.id) is not held any more" : "\(record.id) was not held by itself")
            }
        }
    }
}
