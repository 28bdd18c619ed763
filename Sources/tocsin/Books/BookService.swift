import Alarms
import Detectors
import Dispatch
import Ledger
import Logging
import Pipeline
import Polling
import ServiceLifecycle
import SiteConfig
import Telemetry
import VideoCore
import VideoStreams

/// Keeps the books of a site: liveness and picture polls of every channel, alarms for devices, rates for the console.
struct BookService: Service {
    /// Seconds between two reckonings of today's rates.
    private static let reckonEvery = 300.0
    /// Seconds between two looks for what has expired.
    private static let expireEvery = 6 * 3600.0

    private let settings: SiteSettings
    private let books: Books
    private let polling: PollService
    private let thumbnails: ThumbnailStore
    private let baselines: BaselineStore
    private let rates: RateBoard
    private let logger: Logger

    /// Opens the books in the site's data directory. Throws ``StartTrouble``.
    init(
        _ settings: SiteSettings, reports: @escaping @Sendable () -> [CameraReport], verdicts: VerdictBoard,
        desk: AlarmDesk, metrics: Metrics, logger: Logger
    ) throws(StartTrouble) {
        do {
            books = try Books(path: settings.booksPath)
        } catch {
            throw StartTrouble(description: "\(error)")
        }
        self.settings = settings
        self.logger = logger
        let thumbnails = ThumbnailStore(
            dataDirectory: settings.dataDirectory, keepDays: settings.books.thumbnailDays,
            shields: settings.shieldsByDevice,
            logger: logger)
        let baselines = BaselineStore(dataDirectory: settings.dataDirectory, logger: logger)
        self.thumbnails = thumbnails
        self.baselines = baselines
        let now = WallTime.now.secondsSince1970
        let keeper = BookKeeper(books, now: now, steady: Self.steady, logger: logger)
        rates = RateBoard(settings.ledgerRegistry, books: books, zone: settings.zone, metrics: metrics, logger: logger)
        var hooks = PollHooks()
        hooks.live = { device in
            let camera = CameraID(device)
            return reports().first { $0.id == camera }.flatMap { LiveView($0, last: verdicts.last(camera)) }
        }
        hooks.examination = { PictureExamination(baseline: baselines.baseline(of: $0)) }
        let (polls, devices) = (PollMeters(metrics), DeviceMeters(metrics))
        hooks.polled = { device, slot, outcome in
            polls.count(outcome.result.rawValue)
            if let picture = outcome.picture { thumbnails.keep(picture, of: device, slot) }
            if let examination = outcome.examination, let picture = outcome.picture {
                baselines.learn(examination, of: device, hour: QualityBaseline.hour(of: picture.wallTime))
            }
        }
        hooks.changed = { device, change in
            devices.setUp(change.state == .unknown ? nil : change.state == .up, device: device)
            guard change.isEvent else { return }
            let cause = change.cause.map { " (\($0))" } ?? ""
            logger.notice("device \(device) is \(change.state.rawValue)\(cause)")
        }
        let alarms = DeviceAlarms(settings, desk: desk, began: now)
        hooks.acted = { action in
            Task { await alarms.carryOut(action, now: WallTime.now.secondsSince1970) }
        }
        polling = PollService(try settings.pollTargets(), keeper: keeper, hooks: hooks, logger: logger)
    }

    /// Runs until it is told to stop.
    func run() async throws {
        await withTaskGroup { group in
            group.addTask {
                await cancelWhenGracefulShutdown { await polling.run() }
                await baselines.save()
            }
            group.addTask { try? await cancelWhenGracefulShutdown { try await upkeep() } }
        }
    }

    private func upkeep() async throws {
        var expired = -Double.infinity
        while true {
            let now = WallTime.now.secondsSince1970
            await rates.reckon(now: Int(now))
            if Self.steady - expired >= Self.expireEvery {
                expired = Self.steady
                thumbnails.deleteExpired(now: Int(now))
                do throws(BooksError) {
                    try books.prune(before: Int(now) - settings.books.keepDays * 86_400)
                } catch {
                    logger.error("the books cannot be pruned: \(error)")
                }
            }
            try await Task.sleep(for: .seconds(Self.reckonEvery))
        }
    }

    private static var steady: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
