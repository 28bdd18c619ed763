import Alarms
import Clips
import Logging
import Pipeline
import ServiceLifecycle
import SiteConfig
import Telemetry
import VideoCore

/// The clips of a site's alarms, while the service runs.
struct ClipService: Service {
    private let recorder: ClipRecorder

    private static let step = Duration.milliseconds(500)
    /// What is left of the time for stopping when the cameras have stopped: the rest is for the queue and the sinks.
    private static let lastWork = Duration.seconds(1.5)

    /// Clips of what the cameras of `supervisor` ring; nil where none are kept. `publish` takes the files of an alarm.
    init?(
        _ live: LiveSettings, _ supervisor: Supervisor, store: EvidenceStore, metrics: Metrics, logger: Logger,
        publish: @escaping ClipRecorder.Publish
    ) {
        let settings = live.settings
        guard let clips = settings.clipSettings else { return nil }
        recorder = ClipRecorder(
            camera: { id in
                supervisor.tap(of: id).map { ClipCamera(tap: $0, shields: live.shields(of: id.name)) }
            }, settings: clips, store: store, key: Self.key(settings, clips, logger), metrics: metrics,
            onTrouble: { logger.log(level: $0.level, "\($0.words)") }, publish: publish)
    }

    /// Hears of an event that is safe; returns at once.
    func note(_ event: AlarmEvent) { recorder.note(event) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await recorder.step()
                try? await Task.sleep(for: Self.step)
            }
        }
        await recorder.stop(by: .now + Self.lastWork)
    }

    /// No key is no reason not to watch for fires.
    private static func key(_ settings: SiteSettings, _ clips: ClipSettings, _ logger: Logger) -> EvidenceKey? {
        guard clips.raw else { return nil }
        do {
            return try EvidenceKey.open(orMakeAt: settings.evidenceKeyFile)
        } catch {
            logger.critical("no raw clips are kept in this run: \(error)")
            return nil
        }
    }
}

extension ClipTrouble {
    /// How urgent it is.
    var level: Logger.Level {
        switch self {
        case .lost: .warning
        case .recovered: .notice
        }
    }

    /// What an installer is told.
    var words: String {
        switch self {
        case .lost(.busy, let detail): "alarms go without clips: \(detail) already"
        case .lost(.gone, let detail): "an alarm goes without a clip: its video is no longer held, \(detail)"
        case .lost(.stopped, _): "a clip was given up because the program stops"
        case .lost(.disk, let detail), .lost(.failed, let detail): "alarms go without clips: \(detail)"
        case .recovered: "clips are stored again"
        }
    }
}
