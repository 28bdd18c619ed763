import Alarms
import Delivery
import Foundation
import Logging
import Pipeline
import ServiceLifecycle
import SiteConfig
import Telemetry
import UnixSignals
import VideoCore
import VideoStreams

/// The parts of a site wired together: cameras → desk → queue → sinks.
struct SiteService {
    private let supervisor: Supervisor
    private let desk: AlarmDesk
    private let outbox: Outbox
    private let upkeep: Upkeep
    private let deliveries: [DeliveryLoop]
    private let logger: Logger

    /// Opens the site's data directory and prepares everything; nothing runs yet. `onCommit` hears of each alarm once it
    /// is safe, and must not wait. Throws ``StartTrouble``.
    init(
        _ settings: SiteSettings, logger: Logger, onCommit: @escaping @Sendable (CommittedAlarm) -> Void
    ) throws {
        let metrics = Metrics()
        let outbox = try Self.openOutbox(settings, logger: logger)
        let deliveries = settings.sinks.map { sink in
            DeliveryLoop(outbox: outbox, sink: sink.make(), metrics: metrics, logger: logger)
        }
        let evidence = EvidenceStore(settings.evidenceSettings)
        let encoder = JPEGEncoder(quality: settings.evidence.jpegQuality)
        let desk = AlarmDesk(
            outbox: outbox, evidence: evidence, encodeJPEG: { try encoder.encode($0) }, metrics: metrics,
            onTrouble: { logger.error("\($0.words)") },
            onCommit: { alarm in
                onCommit(alarm)
                for delivery in deliveries { delivery.wake() }
            })
        let contexts = Dictionary(uniqueKeysWithValues: settings.runnable.map { ($0.id, settings.context(of: $0)) })
        supervisor = Supervisor(
            recipes: try Self.recipes(settings, metrics, logger), workers: settings.workers, logger: logger
        ) { camera, event in
            guard let context = contexts[camera] else { return }
            switch event {
            case .found(let finding, let frame): desk.submit(finding, frame: frame, camera: context)
            case .detectorsGone: desk.submitClose(of: camera)
            }
        }
        self.desk = desk
        self.outbox = outbox
        self.deliveries = deliveries
        self.logger = logger
        upkeep = Upkeep(
            desk: desk, outbox: outbox, evidence: evidence, supervisor: supervisor, keepDays: settings.outbox.keepDays,
            meters: CameraMeters(metrics), logger: logger)
    }

    /// How each camera is doing now.
    var reports: [CameraReport] { supervisor.reports }

    /// Runs until SIGTERM or SIGINT, or until the task is cancelled; then queues what was found and delivers once more.
    func run() async throws {
        try await desk.closeLeftOpen()
        // Stopped from the last to the first: cameras, then the desk, then the sinks.
        var services: [any Service] = deliveries
        services.append(upkeep)
        services.append(CameraService(supervisor: supervisor, desk: desk))
        var configuration = ServiceGroupConfiguration(
            services: services.map { service in
                .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: .standardError(.error))
        configuration.maximumGracefulShutdownDuration = .seconds(4)
        configuration.maximumCancellationDuration = .seconds(1)
        logger.info("watching", metadata: ["cameras": "\(supervisor.reports.count)"])
        try await ServiceGroup(configuration: configuration).run()
        for report in supervisor.reports { logger.info("\(report.sentence)") }
    }

    private static func recipes(
        _ settings: SiteSettings, _ metrics: Metrics, _ logger: Logger
    ) throws(StartTrouble) -> [CameraRecipe] {
        var recipes: [CameraRecipe] = []
        for camera in settings.runnable {
            let watch = CameraWatch(camera, in: settings, metrics: metrics, logger: logger)
            recipes.append(try settings.recipe(of: camera, watch: watch))
        }
        return recipes
    }

    private static func openOutbox(_ settings: SiteSettings, logger: Logger) throws(StartTrouble) -> Outbox {
        do {
            try FileManager.default.createDirectory(
                atPath: settings.dataDirectory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let outbox = try Outbox(settings.outboxSettings)
            if let copy = outbox.damagedCopy {
                logger.critical("the queue was damaged; a new one has been started, the old one is kept as \(copy)")
            }
            return outbox
        } catch {
            throw StartTrouble(description: "the data directory \(settings.dataDirectory) cannot be used: \(error)")
        }
    }
}

/// Why a site cannot be started.
struct StartTrouble: Error, CustomStringConvertible {
    let description: String
}

/// Runs the cameras; its end means that everything they found is in the queue.
private struct CameraService: Service {
    let supervisor: Supervisor
    let desk: AlarmDesk

    func run() async throws {
        await cancelWhenGracefulShutdown { await supervisor.run() }
        await desk.drain()
        _ = await desk.retryWaiting()
    }
}
