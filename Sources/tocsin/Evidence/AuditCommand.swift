import Alarms
import ArgumentParser
import Audit
import VideoCore

/// `tocsin audit`: the log of what was done with evidence.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read and check the log of what was seen, exported, held and deleted.",
        subcommands: [Verify.self, List.self])

    /// `tocsin audit verify`.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check that no entry was changed, removed, added or moved.",
            discussion: """
                Each entry holds a hash of the one before it, and a file beside the log names the last. Who may write both \
                can make the whole log anew; that shows only against a mark noted elsewhere. So note the mark that is \
                printed, and give it to a later check with --expect. Status 1: something is wrong.
                """)

        @OptionGroup var place: EvidenceOptions
        @Option(help: ArgumentHelp("A mark that an earlier check printed.", valueName: "number:hash"))
        var expect: String?

        func run() throws {
            let expected = try expect.map { text in
                guard let mark = AuditMark(text) else {
                    throw ValidationError("--expect: write the mark as it was printed, NUMBER:HASH")
                }
                return mark
            }
            try place.run("audit verify") {
                let log = try AuditLog(dataFolder: try place.folder(), mustExist: true)
                let verdict = try log.verify(expecting: expected)
                for fault in verdict.faults { standardError(fault) }
                let pruned = verdict.anchor.number > 0 ? ", up to \(verdict.anchor.number) pruned" : ""
                print("\(verdict.entries) entries checked\(pruned): \(verdict.faults.isEmpty ? "whole" : "NOT whole")")
                print("mark \(verdict.last)")
                if !verdict.faults.isEmpty { throw ExitCode(1) }
            }
        }
    }

    /// `tocsin audit list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List entries, the newest first.",
            discussion: "Columns: number, time (UTC), action, content, reason, name, unit.")

        @OptionGroup var place: EvidenceOptions
        @Option(help: "At most so many.") var limit = 50

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit: give a number above 0") }
        }

        func run() throws {
            try place.run("audit list") {
                let log = try AuditLog(dataFolder: try place.folder(), mustExist: true)
                for (number, entry) in try log.entries(limit: limit) {
                    let columns = [
                        "\(number)", Timestamp(entry.time).rfc3339, entry.action.rawValue, entry.content, entry.reason,
                        entry.name, entry.unit,
                    ]
                    print(columns.filter { !$0.isEmpty }.map(printable).joined(separator: "  "))
                }
            }
        }
    }
}
