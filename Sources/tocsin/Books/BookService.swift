import Alarms
import Detectors
import Dispatch
import Foundation
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
    private let polling: PollRounds
    private let thumbnails: ThumbnailStore
    private let baselines: BaselineStore
    private let rates: RateBoard
    private let board = DeviceBoard()
    private let logger: Logger

    /// Whether any device is polled.
    let polls: Bool

    /// Opens the books in the site's data directory. Throws ``BooksError`` where they cannot be used, and ``StartTrouble``.
    init(
        _ live: LiveSettings, reports: @escaping @Sendable () -> [CameraReport], verdicts: VerdictBoard,
        desk: AlarmDesk, metrics: Metrics, logger: Logger
    ) throws {
        let settings = live.settings
        books = try Self.open(settings.booksPath, logger)
        self.settings = settings
        self.logger = logger
        let thumbnails = ThumbnailStore(
            dataDirectory: settings.dataDirectory, keepDays: settings.books.thumbnailDays,
            minimumFree: settings.evidence.minimumFree,
            shields: { live.shields(of: $0) },
            logger: logger)
        let baselines = BaselineStore(dataDirectory: settings.dataDirectory, logger: logger)
        self.thumbnails = thumbnails
        self.baselines = baselines
        let now = WallTime.now.secondsSince1970
        let keeper = BookKeeper(books, now: now, steady: Self.steady, logger: logger)
        rates = RateBoard(
            { live.settings.ledgerRegistry }, books: books, zone: settings.zone, metrics: metrics, logger: logger)
        var hooks = PollHooks()
        hooks.live = { device in
            let camera = CameraID(device)
            return reports().first { $0.id == camera }.flatMap { LiveView($0, last: verdicts.last(camera)) }
        }
        hooks.examination = { PictureExamination(baseline: baselines.baseline(of: $0)) }
        let (results, devices) = (PollMeters(metrics), DeviceMeters(metrics))
        hooks.due = { results.setDue($0) }
        hooks.polled = { device, slot, outcome in
            results.count(outcome.result.rawValue)
            if let picture = outcome.picture, live.settings.devicesToShow.contains(device) {
                thumbnails.keep(picture, of: device, slot)
            }
            if let examination = outcome.examination, let picture = outcome.picture {
                baselines.learn(examination, of: device, hour: QualityBaseline.hour(of: picture.wallTime))
            }
        }
        hooks.changed = { [board] device, change in
            board.note(change, of: device)
            devices.setUp(change.state == .unknown ? nil : change.state == .up, device: device)
            guard change.isEvent else { return }
            let cause = change.cause.map { " (\($0))" } ?? ""
            logger.notice("device \(device) is \(change.state.rawValue)\(cause)")
        }
        let alarms = DeviceAlarms(live, desk: desk, began: now)
        hooks.acted = { action in
            Task { await alarms.carryOut(action, now: WallTime.now.secondsSince1970) }
        }
        let targets = try settings.pollTargets()
        polls = targets.contains { $0.stream != nil }
        let polling = PollRounds(PollService(targets, keeper: keeper, hooks: hooks))
        self.polling = polling
        live.onChange { old, new in
            // Its addresses could be used when the change was looked at.
            guard old.polled != new.polled, let targets = try? new.pollTargets() else { return }
            polling.set(targets)
        }
    }

    /// Opens the books; damaged ones are moved aside, and new ones begun.
    private static func open(_ path: String, _ logger: Logger) throws(BooksError) -> Books {
        do {
            return try Books(path: path)
        } catch  where error.code == .damaged || error.code == .notADatabase {
            let copy = "\(path).damaged-\(Int(WallTime.now.secondsSince1970))"
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.moveItem(atPath: path + suffix, toPath: copy + suffix)
            }
            logger.critical("the books were damaged; new ones have been started, the old ones are kept as \(copy)")
            return try Books(path: path)
        }
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

    /// What it keeps, for the console.
    var kept: SiteView.Kept { SiteView.Kept(books: books, board: board, thumbnails: thumbnails) }

    /// Forgets what the picture of `device` usually looks like. Returns at once.
    func forget(_ device: String) { baselines.forget(device) }

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
