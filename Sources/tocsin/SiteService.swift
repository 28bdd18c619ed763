import Alarms
import Console
import Delivery
import Foundation
import Logging
import Pipeline
import ServiceLifecycle
import SiteConfig
import Synchronization
import Telemetry
import VideoCore
import VideoStreams

/// The parts of a site wired together: cameras → desk → queue → sinks.
struct SiteService {
    private let supervisor: Supervisor
    private let desk: AlarmDesk
    private let outbox: Outbox
    private let upkeep: Upkeep
    private let clips: ClipService?
    private let evidenceUpkeep: EvidenceUpkeep
    private let linkage: LiftLinkage
    private let relearning: Relearning
    private let books: BookService?
    private let view: SiteView?
    private let reporter: DailyReports?
    private let deliveries: [DeliveryLoop]
    private let backlog: BacklogWatch
    private let console: HTTPServer?
    /// Whether cameras may be set up from the console, so that there need be none yet. Recordings alone are played to
    /// their end.
    private let awaitsCameras: Bool
    private let health = SiteHealth()
    private let rescue: AlarmRescue
    private let earlier: EarlierAlarms
    private let lock: DataDirectoryLock
    private let logger: Logger

    /// Opens the site's data directory and prepares everything; nothing runs yet. `onCommit` hears of each alarm
    /// once it is safe, and must not wait, nor must `news`. Throws ``StartTrouble``.
    ///
    /// - Parameter configPath: The file that `settings` come from, where the console may change it.
    init(
        _ settings: SiteSettings, configPath: String? = nil, logger: Logger, news: ConsoleNews = ConsoleNews(),
        onCommit: @escaping @Sendable (CommittedAlarm) -> Void
    ) throws {
        let metrics = Metrics()
        lock = try Self.lockDirectory(settings)
        let outbox = try Self.openOutbox(settings, logger: logger)
        let receivers = Receivers(sinks: settings.sinks, outbox: outbox, logger: logger)
        receivers.settle()
        let deliveries = settings.sinks.map { sink in
            DeliveryLoop(
                outbox: outbox, sink: sink.make(site: settings.site, logger: logger), metrics: metrics, logger: logger)
        }
        let evidence = EvidenceStore(settings.evidenceSettings)
        evidence.removeUnfinished()
        let encoder = JPEGEncoder(quality: settings.evidence.jpegQuality)
        let listener = CommitListener()
        let bell = QueueBell()
        let desk = AlarmDesk(
            outbox: outbox, evidence: evidence, encodeJPEG: { try encoder.encode($0) }, metrics: metrics,
            onTrouble: { trouble in
                logger.log(level: trouble.level, "\(trouble.words)")
                // The end of an alarm lets a door go, also when the disk is full.
                if case .waits(let event) = trouble, event.data.phase == .close {
                    listener.heard(event, isSafe: false)
                }
            },
            onCommit: { alarm in
                onCommit(alarm)
                listener.heard(alarm.event, isSafe: true)
                bell.ring()
                for delivery in deliveries { delivery.wake() }
            })
        let verdicts = VerdictBoard()
        let cameras = try LiveCameras(settings, desk: desk, verdicts: verdicts, metrics: metrics, logger: logger)
        let live = cameras.live
        supervisor = cameras.supervisor
        Self.measure(supervisor, in: metrics)
        books = try Self.books(settings, cameras, verdicts, desk: desk, metrics: metrics, logger: logger)
        backlog = BacklogWatch(outbox: outbox, sinks: settings.sinks.map(\.name), metrics: metrics, logger: logger)
        let api = try Self.api(live, bell: bell, metrics: metrics, logger: logger, news: news) {
            for delivery in deliveries { delivery.wake() }
        }
        let view = api.map { [supervisor, books] _ in
            SiteView(live, supervisor, verdicts: verdicts, kept: books?.kept, logger: logger)
        }
        self.view = view
        var parts = Self.consoleParts(settings, view: view, logger: logger)
        parts.setup = configPath.map { path in
            let clerk = SetupClerk(AuditBook(dataDirectory: settings.dataDirectory))
            return SetupService(
                path: path, cameras: cameras, audit: { try await clerk.enter($0, $1, $2, $3) }, logger: logger)
        }
        console = api.map { [health, supervisor] api in
            Self.console(
                settings, metrics: metrics, health: health, desk: desk, supervisor: supervisor, api: api,
                parts: parts, logger: logger, news: news)
        }
        linkage = LiftLinkage(
            settings.doors, site: settings.site, dataDirectory: settings.dataDirectory,
            reports: { [supervisor] in supervisor.reports },
            remark: { _ = await desk.remark($0, of: $1, $2) }, logger: logger)
        relearning = Relearning(
            { live.settings.deviceIDs }, dataDirectory: settings.dataDirectory, logger: logger
        ) { [supervisor, books] device in
            supervisor.relearn(CameraID(device))
            books?.forget(device)
        }
        clips = ClipService(live, supervisor, store: evidence, metrics: metrics, logger: logger) {
            _ = await desk.addEvidence($1, to: $0)
        }
        let clock = ClockDoubt()
        evidenceUpkeep = EvidenceUpkeep(settings, store: evidence, clock: clock, metrics: metrics, logger: logger)
        listener.listen { [linkage, clips] event, isSafe in
            linkage.note(event)
            if isSafe { clips?.note(event) }
        }
        reporter = DailyReports(live, logger: logger)
        let areRecordings = settings.runnable.allSatisfy { $0.isFile && !$0.loop }
        awaitsCameras = parts.setup != nil && console != nil && (settings.runnable.isEmpty || !areRecordings)
        self.desk = desk
        self.outbox = outbox
        self.deliveries = deliveries
        self.logger = logger
        let spill = AlarmSpill(dataFolder: settings.dataDirectory)
        rescue = AlarmRescue(desk: desk, spill: spill, logger: logger)
        earlier = EarlierAlarms(desk: desk, spill: spill, logger: logger)
        upkeep = Upkeep(
            desk: desk, earlier: earlier, outbox: outbox, supervisor: supervisor, keepDays: settings.alarmDays,
            clock: clock,
            receivers: receivers, health: health, logger: logger)
    }

    /// How each camera is doing now.
    var reports: [CameraReport] { supervisor.reports }

    /// Runs until SIGTERM or SIGINT, or until the task is cancelled; then queues what was found and delivers once more.
    ///
    /// After a signal the process ends within 5 s, whatever hangs. Throws ``AlarmsNotQueued`` when alarms are left.
    func run() async throws {
        // A log that nobody reads any more is no reason to end.
        _ = signal(SIGPIPE, SIG_IGN)
        try await earlier.begin()
        let deadline = StopDeadline { [rescue, logger] in
            logger.critical("not everything stopped in time; this process ends now")
            _ = rescue.save()
        }
        // Known from now on: one that never comes round is stuck too.
        for part in [SiteHealth.desk, SiteHealth.workers] { health.beat(part) }
        logger.info("watching", metadata: ["cameras": "\(supervisor.reports.count)"])
        do {
            try await ServiceGroup(configuration: configuration(deadline)).run()
        } catch is CancellationError {
            // Stopped by whoever runs it.
        } catch {
            logger.error("\(error)")
        }
        // Said by the deadline already: it ends the process in a moment.
        guard deadline.claimLastWords() else { return try await Task.sleep(for: .seconds(StopDeadline.seconds)) }
        for report in supervisor.reports { logger.info("\(report.sentence)") }
        if let trouble = rescue.save() { throw trouble }
    }

    private func configuration(_ deadline: StopDeadline) -> ServiceGroupConfiguration {
        // Stopped from the last to the first: books, the console, cameras, then clips and the desk, then the sinks.
        let cameras = CameraService(
            supervisor: supervisor, desk: desk, health: health, outlivesCameras: books?.polls == true || awaitsCameras)
        var services: [any Service] = deliveries + [backlog, upkeep, evidenceUpkeep, linkage, relearning]
        if let clips { services.append(clips) }
        services.append(cameras)
        if let view { services.append(view) }
        if let console { services.append(console) }
        if let books { services.append(books) }
        if let reporter { services.append(reporter) }
        services.append(StopSignal(deadline: deadline))
        var configuration = ServiceGroupConfiguration(
            services: services.map { service in
                .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
            },
            logger: .standardError(.error))
        // What does not stop then is ended by the deadline.
        configuration.maximumGracefulShutdownDuration = .milliseconds(3500)
        return configuration
    }
}

/// Why a site cannot be started.
struct StartTrouble: Error, CustomStringConvertible {
    let description: String
}

/// Ends, and all the others with it, when the process is told to: also when that was before it ran, where the group's own
/// signals would be missed.
private struct StopSignal: Service {
    let deadline: StopDeadline

    func run() async throws {
        await cancelWhenGracefulShutdown { await deadline.signalled() }
    }
}

/// Runs the cameras; its end means that everything they found is in the queue.
private struct CameraService: Service {
    let supervisor: Supervisor
    let desk: AlarmDesk
    let health: SiteHealth
    /// Whether there is work without cameras under analysis: devices that are polled, cameras that may be set up.
    let outlivesCameras: Bool

    func run() async throws {
        await withTaskGroup { group in
            group.addTask { await supervisor.pulse(every: .seconds(1)) { health.beat(SiteHealth.workers) } }
            await cancelWhenGracefulShutdown {
                await supervisor.run(lasts: outlivesCameras)
            }
            group.cancelAll()
        }
        await desk.drain()
        _ = await desk.retryWaiting()
    }
}

extension SiteSettings {
    /// The lifts whose doors are held.
    fileprivate var doors: [LiftLinkage.Door] {
        runnable.compactMap { camera in
            camera.detectors?.holdDoor.map { LiftLinkage.Door(camera: camera.id, settings: $0) }
        }
    }
}
