import Alarms
import ArgumentParser
import Audit
import Clips
import Foundation

extension EvidenceCommand {
    /// `tocsin evidence decrypt`.
    struct Decrypt: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open an encrypted clip: video as the camera sent it, in which nothing is masked.",
            discussion: """
                The clip is checked from its beginning to its end before anything of it is written: a wrong key, a changed \
                bit or a missing piece gives nothing out.
                """)

        @Argument(help: "The file, which ends in .mp4.enc.") var file: String
        @Option(help: "The key file; default: that of the site.") var key: String?
        @Option(help: "The video to write; must not exist.") var output: String
        @OptionGroup var place: EvidenceOptions
        @OptionGroup var who: AuditOptions

        func run() throws {
            try place.run("evidence decrypt") {
                let key = try EvidenceKey(contentsOf: try key ?? place.keyFile())
                let log = try place.auditLog()
                let hash = try DurableFile.hash(of: file).sha256
                // First the log: what cannot be written down is not given out.
                try log.append(who.entry(.view, of: uri, sha256: hash))
                _ = try key.open(clip: file, to: output)
                print(printable("\(output) holds the clip; nothing is masked in it"))
            }
        }

        /// How events name it: its day and name, wherever it was copied to.
        private var uri: String {
            "file:" + URL(fileURLWithPath: file).pathComponents.suffix(2).joined(separator: "/")
        }
    }
}
