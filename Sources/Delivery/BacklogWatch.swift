public import Alarms
public import Logging
public import ServiceLifecycle
import Synchronization
public import Telemetry
import VideoCore

/// Looks every few seconds at how much the queue has for each sink, so that a scrape need not wait for the disk.
///
/// Ages are worked out at the scrape: they grow while a sink, or the disk, hangs.
public actor BacklogWatch: Service {
    private let outbox: Outbox
    private let every: Double
    private let logger: Logger
    private let sleep: @Sendable (Double) async throws -> Void
    private let known: Known
    private let executor = DiskExecutor(label: "backlog")
    private var isReadable = true

    /// A thread of its own: reading the queue may wait for the disk.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private final class Known: Sendable {
        let backlogs = Mutex<[Backlog]>([])
    }

    /// A watch over what `outbox` has for `sinks`, shown in `metrics`.
    ///
    /// - Parameters:
    ///   - every: Seconds from one look to the next.
    ///   - sleep: Waits so many seconds.
    public init(
        outbox: Outbox, sinks: [String], metrics: Metrics, every: Double = 5,
        logger: Logger = Logger(label: "tocsin.backlog"),
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.outbox = outbox
        self.every = every
        self.logger = logger
        self.sleep = sleep
        let known = Known()
        self.known = known
        metrics.whenScraped { samples in
            let now = Timestamp(WallTime.now())
            // Consumers that the configuration does not name any more are nobody's business.
            for backlog in known.backlogs.withLock({ $0 }) where sinks.contains(backlog.consumer) {
                samples.set(.queueDepth, backlog.events, ["sink": backlog.consumer])
                samples.set(.queueSetAside, backlog.refused, ["sink": backlog.consumer])
                samples.set(.queueOldestAge, backlog.age(now: now), ["sink": backlog.consumer])
            }
        }
    }

    /// Looks until the task is cancelled or the service shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.look()
                do { try await self.sleep(self.every) } catch { return }
            }
        }
    }

    /// Reads the queue once; when that fails, what was known stays, and ages grow.
    func look() {
        do {
            let backlogs = try outbox.backlogs()
            known.backlogs.withLock { $0 = backlogs }
            isReadable = true
        } catch {
            if isReadable { logger.warning("how much the queue holds cannot be read: \(error)") }
            isReadable = false
        }
    }
}
