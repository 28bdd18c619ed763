import Alarms
import Console
import Delivery
import Logging
import Pipeline
import SiteConfig
import Telemetry
import VideoCore
import VideoStreams

/// What a site shows over HTTP.
extension SiteService {
    /// Has `metrics` show the process and its cameras; the other parts see to themselves.
    static func measure(_ supervisor: Supervisor, in metrics: Metrics) {
        metrics.measureProcess(version: Tocsin.version)
        CameraMeters.register(in: metrics) { supervisor.reports }
    }

    /// What those hear who started the service by hand.
    struct ConsoleNews: Sendable {
        /// Its address, without a path, each time that it begins to listen.
        var onListening: @Sendable (String) -> Void = { _ in }
        /// The SHA-256 fingerprint of the certificate that the service has made itself.
        var onCertificate: @Sendable (String) -> Void = { _ in }
        /// The first token, which is shown here and nowhere else.
        var onFirstToken: @Sendable (Secret) -> Void = { _ in }
    }

    /// The console of the site.
    static func console(
        _ settings: SiteSettings, metrics: Metrics, health: SiteHealth, desk: AlarmDesk, supervisor: Supervisor,
        api: AlarmAPI, parts: ConsoleParts, logger: Logger, news: ConsoleNews
    ) -> HTTPServer {
        let pages = HTTPPages(
            metrics: { metrics.prometheusText() }, troubles: { health.troubles },
            obstacles: {
                health.obstacles(
                    camerasNotStarted: supervisor.reports.count { $0.stream.phase == .idle },
                    waiting: desk.waitingCount, refusal: desk.refusal?.description)
            })
        let serving = serving(
            settings.http, dataDirectory: settings.dataDirectory, logger: logger, news: news)
        return HTTPServer(serving, pages: pages, api: api, parts: parts, logger: logger) { port in
            let address = address(of: serving, port: port)
            logger.info(
                "the console is at \(address)/, figures at \(address)/metrics, alarms at \(address)/v1/alarms")
            news.onListening(address)
        }
    }

    /// The interface for security centres, with a connection to the queue of its own; nil where the console is switched
    /// off. Makes the first token where there is none.
    static func api(
        _ live: LiveSettings, bell: QueueBell, metrics: Metrics, logger: Logger, news: ConsoleNews,
        onQueued: @escaping @Sendable () -> Void
    ) throws(StartTrouble) -> AlarmAPI? {
        let settings = live.settings
        guard settings.http.enabled else { return nil }
        var surroundings = AlarmAPI.Surroundings()
        surroundings.evidence = settings.evidenceSettings.folder
        surroundings.drill = { drill, camera in
            live.settings.context(ofCamera: camera.name).map(drill.events)
        }
        surroundings.onQueued = onQueued
        let clerk = AuditClerk(AuditBook(dataDirectory: settings.dataDirectory))
        surroundings.audit = { note in
            do { try await clerk.enter(note) } catch {
                let what = note.action == .readEvidence ? "evidence is not shown" : "accounts are not changed"
                logger.error("\(what), since no note of it can be kept: \(error)")
                throw error
            }
        }
        surroundings.accounts = openAccounts(settings, logger: logger)
        do {
            let queue = try Outbox(settings.outboxSettings, role: .visitor)
            if try queue.tokens().isEmpty {
                news.onFirstToken(try queue.addToken(name: "first", role: .operate).secret)
            }
            return AlarmAPI(queue: queue, bell: bell, metrics: metrics, surroundings: surroundings)
        } catch {
            throw StartTrouble(description: "the data directory \(settings.dataDirectory) cannot be used: \(error)")
        }
    }
}
