import Alarms
import ArgumentParser
import Foundation
import Logging
import SiteConfig
import Synchronization
import VideoCore

/// `tocsin demo`: the service on the bundled samples; no camera, no broker.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the service for some seconds on the bundled samples.",
        discussion: """
            Plays the bundled recordings as cameras, at the speed they were filmed at, and prints each alarm in words as \
            soon as it is in the queue, and where its picture lies. The recordings are rendered scenes.
            """)

    @Option(help: "Seconds to run.") var seconds = 15.0
    @Option(help: ArgumentHelp("Folder of the samples; found beside the program when left out.", valueName: "folder"))
    var samples: String?
    @Option(
        help: ArgumentHelp("Where queue and pictures go; a new temporary folder when left out.", valueName: "folder"))
    var data: String?

    func validate() throws {
        guard seconds > 0, seconds <= 86_400 else { throw ValidationError("--seconds must be from 0 to 86400.") }
    }

    func run() async throws {
        let folder = try samplesFolder()
        var settings: SiteSettings
        do {
            settings = try SiteSettings.load(path: folder + "/site.yaml")
        } catch {
            standardError("\(error)")
            throw ExitCode(2)
        }
        settings.dataDirectory = try data ?? temporaryFolder()
        settings.sinks = []
        // A demonstration leaves no reserve behind.
        settings.outbox.reserve = 0
        // Beside a service on the same machine.
        settings.http.port = 0
        let out = LineWriter.standardOutput
        defer { out.flush(within: 1) }
        out.say("Watching \(settings.runnable.count) recordings for \(Int(seconds)) s as if they were cameras.")
        let root = settings.evidenceSettings.folder
        do {
            let service = try SiteService(
                settings, logger: .standardError(.warning), news: Self.news(out),
                onCommit: { Self.tell($0, evidence: root) })
            try await watch(service)
            for report in service.reports { out.say(report.sentence) }
        } catch let trouble as StartTrouble {
            standardError("tocsin demo: \(trouble)")
            throw ExitCode.failure
        } catch is AlarmsNotQueued {
            throw ExitCode.failure
        }
        out.say(
            "The queue is in \(settings.dataDirectory); read it with: tocsin alarms list --data \(settings.dataDirectory)"
        )
    }

    /// Runs `service` for the time asked for, or until it is stopped.
    private func watch(_ service: SiteService) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await service.run() }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// The first token, where the folder is new, and how to use it.
    private static func news(_ out: LineWriter) -> SiteService.ConsoleNews {
        let token = Mutex<Secret?>(nil)
        return SiteService.ConsoleNews(
            onListening: { address in
                let shown = token.withLock { $0 }?.revealed ?? "…"
                out.say(
                    """
                    The console, while it runs: \(address)/\(token.withLock { $0 }.map { "#first-token=\($0.revealed)" } ?? "")
                    Figures for Prometheus and alarms as JSON, while it runs:
                      TOKEN=\(shown)
                      curl -H "Authorization: Bearer $TOKEN" \(address)/metrics
                      curl -H "Authorization: Bearer $TOKEN" "\(address)/v1/alarms?wait=10"
                    """)
            },
            onFirstToken: { made in token.withLock { $0 = made } })
    }

    private static func tell(_ alarm: CommittedAlarm, evidence root: String) {
        guard !alarm.event.data.isTest else { return }
        func files(_ kinds: [Evidence.Kind]) -> [String] {
            alarm.event.data.evidence.filter { kinds.contains($0.kind) }.map { file in
                "  \(file.kind == .snapshot ? "picture" : file.kind.rawValue): \(root)/\(file.uri.trimmingPrefix("file:"))"
            }
        }
        let clips = files([.clip, .rawClip])
        if alarm.event.data.phase == .open {
            LineWriter.standardOutput.say(([alarm.event.sentence()] + files([.snapshot])).joined(separator: "\n"))
        } else if !clips.isEmpty {
            LineWriter.standardOutput.say(
                (["the clip is there: " + alarm.event.sentence()] + clips).joined(separator: "\n"))
        }
    }

    /// A new folder that only this user can enter and whose name nobody can know in advance.
    private func temporaryFolder() throws -> String {
        let place = FileManager.default.temporaryDirectory
        // mkdtemp puts six letters of its own in the place of the X.
        let template = place.appendingPathComponent("tocsin-demo-XXXXXX").path
        var name = Array(template.utf8CString)
        guard unsafe mkdtemp(&name) != nil else {
            let reason = unsafe String(cString: strerror(errno))
            throw ValidationError("No folder can be made in \(place.path) (\(reason)); name one with --data.")
        }
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The folder with site.yaml: given, in the working directory, or beside the checkout the program was built in.
    private func samplesFolder() throws -> String {
        if let samples { return samples }
        var places = [FileManager.default.currentDirectoryPath]
        if var place = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent() {
            while place.path != "/" {
                places.append(place.path)
                place.deleteLastPathComponent()
            }
        }
        let found = places.map { $0 + "/samples" }.first { FileManager.default.fileExists(atPath: $0 + "/site.yaml") }
        guard let found else {
            throw ValidationError("The samples are not beside the program; name their folder with --samples.")
        }
        return found
    }
}
