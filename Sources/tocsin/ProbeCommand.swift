import ArgumentParser
import Foundation
import VideoStreams

/// `tocsin probe`: connects once and says what the camera gives, or which step failed.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Connect to a camera once: what it gives, or which step failed.",
        discussion: """
            Prints codec, size, pictures per second and distance of keyframes, and how long connecting took. Where a \
            step fails, prints the reason and what to do about it, and exits with 1.

            Example: tocsin probe rtsp://192.0.2.10/Streaming/Channels/101 --username admin --password-file secret.txt
            """)

    @Argument(help: "URL of the camera (rtsp, rtsps, http, https), or a file.") var url: String
    @OptionGroup var stream: StreamOptions
    @Option(help: "Seconds of video to watch.") var seconds = 4.0

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be from 0 to 3600.") }
    }

    func run() throws {
        let settings = try stream.settings(for: url)
        do {
            print(text(try StreamProbe.run(settings, seconds: seconds), of: settings.address))
        } catch {
            let words = (error as? StreamFailure)?.words(readingOnce: settings.address) ?? "\(error)"
            standardError("tocsin probe: \(settings.address): \(words)")
            throw ExitCode.failure
        }
    }

    private func text(_ probe: StreamProbe, of address: StreamAddress) -> String {
        func number(_ value: Double) -> String { String(format: "%.2f", value) }
        let interval = probe.keyframeInterval.map { "one each \(number($0)) s" } ?? "fewer than two seen"
        let lost = probe.counts.dropped.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
        return """
            \(address)
              codec          \(probe.codec)
              picture        \(probe.width) × \(probe.height), \(number(probe.framesPerSecond)) a second
              keyframes      \(interval)
              connected in   \(number(probe.connectSeconds)) s
              first picture  \(number(probe.firstPictureSeconds)) s after the start
              received       \(probe.counts.received) pictures, \(lost.isEmpty ? "none lost" : "lost: \(lost)")
            """
    }
}
