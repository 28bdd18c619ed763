import ArgumentParser

/// `tocsin evidence`: the pictures and clips of alarms, by hand, each use of them in the audit log.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "List, export, decrypt and hold the evidence of alarms.",
        discussion: """
            Evidence lies in the folder `evidence` of the data directory: pictures, clips with shields masked, and clips \
            as the camera sent them, encrypted. Opening or copying any of it is written into the audit log first, with \
            reason, name and unit; listing is not. All of it may be done while the service runs.

              tocsin evidence list 7f0bb5e5 --config site.yaml
              tocsin evidence export 7f0bb5e5 --config site.yaml --output case-12 --reason "case 12" --by "Li Wei"
            """,
        subcommands: [List.self, Export.self, Decrypt.self, Hold.self, Release.self])
}
