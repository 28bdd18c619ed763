import Alarms
import ArgumentParser
import Foundation
import Logging
import SiteConfig
import VideoCore

/// `tocsin run`: the service.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch the cameras of a site until stopped.",
        discussion: """
            Reads the cameras that site.yaml names, and puts alarms into the queue in its data directory, from where \
            the sinks take them. Stop it with Ctrl-C or SIGTERM: what has been found is queued first.

            Exit status: 0 stopped; 1 the data directory cannot be used, or alarms could not be queued before the end \
            (the last lines say where they are); 2 wrong arguments or configuration.
            """)

    @Option(help: ArgumentHelp("Configuration of the site.", valueName: "site.yaml")) var config: String
    @Flag(help: "Also log what is only of interest when looking for a fault.") var verbose = false

    func run() async throws {
        let settings = try SiteSettings.forCommand(config)
        let logger = Logger.standardError(verbose ? .debug : .info)
        defer { LineWriter.standardError.flush(within: 0.3) }
        for warning in settings.warnings { logger.warning("\(warning.text(file: config))") }
        do {
            let news = SiteService.ConsoleNews(
                onListening: { LineWriter.standardOutput.say("The console: \($0)/") },
                onCertificate: Self.show(fingerprint:), onFirstToken: Self.show)
            let service = try SiteService(settings, configPath: config, logger: logger, news: news) { alarm in
                logger.notice("\(alarm.event.sentence())", metadata: ["id": "\(alarm.event.id)"])
            }
            try await service.run()
        } catch let trouble as StartTrouble {
            LineWriter.standardError.say("tocsin run: \(trouble)")
            throw ExitCode.failure
        } catch is AlarmsNotQueued {
            throw ExitCode.failure
        }
    }

    private static func show(fingerprint: String) {
        LineWriter.standardOutput.say(
            "Browsers warn of the console's own certificate. Its SHA-256 fingerprint, to compare: \(fingerprint)")
    }

    /// On standard output, and not in the log: logs are kept and read by many.
    private static func show(_ token: Secret) {
        LineWriter.standardOutput.say(
            "The first token, for the first account of the console, figures and alarms over HTTP, shown this once: \(token.revealed)"
        )
    }
}
