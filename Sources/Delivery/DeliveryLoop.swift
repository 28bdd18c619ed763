public import Alarms
public import Logging
public import ServiceLifecycle
public import Telemetry
import VideoCore

/// Carries alarms from the queue to one sink: oldest first, at least once, for as long as the service runs.
///
/// Tests stay in the queue: a guard must not run for them. Each sink has a loop and a cursor of its own, so none waits
/// for another. The cursor moves only after the sink has the events: a kill in between delivers them twice, never not at
/// all.
public actor DeliveryLoop: Service {
    private let outbox: Outbox
    private let sink: any AlarmSink
    private let backoff: Backoff
    private let batch: Int
    private let idlePoll: Double
    private let logger: Logger
    private let delivered: Counter
    private let failed: Counter
    private let lag: Histogram
    private let sleep: @Sendable (Double) async throws -> Void
    private let wakeups: AsyncStream<Void>
    private let alarmClock: AsyncStream<Void>.Continuation
    private let executor: DiskExecutor
    private let began = ContinuousClock.now
    private var repeats = Repeats<String>()
    private var isRegistered = false
    /// Up to where the sink has everything although the cursor could not be moved: not to be delivered again.
    private var ahead: (cursor: Int64, delivered: Int64)?

    /// A thread of its own: reading the queue may wait for the disk.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// A loop from `outbox` to `sink`.
    ///
    /// - Parameters:
    ///   - batch: Events handed over at once, at most.
    ///   - idlePoll: Seconds after which the queue is looked at without being woken: a replay may come from elsewhere.
    ///   - sleep: Waits so many seconds.
    public init(
        outbox: Outbox, sink: any AlarmSink, backoff: Backoff = Backoff(), batch: Int = 100, idlePoll: Double = 5,
        metrics: Metrics = Metrics(), logger: Logger = Logger(label: "tocsin.delivery"),
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.outbox = outbox
        self.sink = sink
        self.backoff = backoff
        self.batch = max(batch, 1)
        self.idlePoll = idlePoll
        self.logger = logger
        self.sleep = sleep
        let labels = ["sink": sink.name]
        delivered = metrics.counter(.deliveredEvents, labels)
        failed = metrics.counter(.deliveryFailures, labels)
        lag = metrics.histogram(.deliveryLag, labels)
        (wakeups, alarmClock) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        executor = DiskExecutor(label: "delivery-\(sink.name)")
    }

    /// Says that there is something new in the queue. Costs nothing, may be called from anywhere.
    nonisolated public func wake() { alarmClock.yield() }

    /// Delivers until the task is cancelled or the service shuts down; what is queued by then is still tried once.
    public func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.tick() }
                wake()
                for await _ in wakeups { await deliverAll() }
                await deliverAll()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.alarmClock.finish()
        }
    }

    /// Hands the oldest undelivered events to the sink; false when there are none.
    func deliverNext() async throws -> Bool {
        if !isRegistered { try outbox.register(consumer: sink.name) }
        isRegistered = true
        let cursor = try outbox.cursor(of: sink.name)
        let start = ahead.flatMap { $0.cursor == cursor ? $0.delivered : nil } ?? cursor
        let events = try outbox.events(after: start, limit: batch)
        if let last = events.last {
            let real = events.filter { !$0.isTest }
            if !real.isEmpty { try await sink.deliver(real) }
            delivered.add(real.count)
            observeLag(of: real)
            ahead = (cursor, last.sequence)
        }
        guard let reached = ahead, reached.cursor == cursor else { return !events.isEmpty }
        try outbox.acknowledge(consumer: sink.name, upTo: reached.delivered, since: cursor)
        ahead = nil
        return !events.isEmpty
    }

    private func observeLag(of events: [StoredEvent]) {
        let now = Timestamp(WallTime.now())
        for event in events {
            guard let queuedAt = event.queuedAt else { continue }
            // The civil clock may have been put back in between.
            lag.observe(max(0, Double(now.milliseconds - queuedAt.milliseconds) / 1000))
        }
    }

    private func deliverAll() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                guard try await deliverNext() else { return }
                if failures > 0 { say(.notice, "delivers to \(sink.name) again", failures: failures) }
                failures = 0
            } catch {
                failures += 1
                failed.add()
                say(.warning, "cannot deliver to \(sink.name): \(error)", failures: failures)
                var generator = SystemRandomNumberGenerator()
                let delay = backoff.delay(after: failures, using: &generator)
                if Task.isShuttingDownGracefully { return }
                await cancelWhenGracefulShutdown { try? await self.sleep(delay) }
            }
        }
    }

    /// A sink that is down for long is not news at every try.
    private func say(_ level: Logger.Level, _ text: String, failures: Int) {
        let now = (ContinuousClock.now - began) / .seconds(1)
        guard let leftOut = repeats.say(text, now: now) else { return }
        var metadata: Logger.Metadata = ["failures": "\(failures)"]
        if leftOut > 0 { metadata["times"] = "\(leftOut + 1)" }
        logger.log(level: level, "\(text)", metadata: metadata)
    }

    private func tick() async {
        while !Task.isCancelled {
            do { try await sleep(idlePoll) } catch { return }
            wake()
        }
    }
}
