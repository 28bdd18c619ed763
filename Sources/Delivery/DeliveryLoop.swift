public import Alarms
public import Logging
public import ServiceLifecycle
public import Telemetry
import VideoCore

/// Carries alarms from the queue to one sink: oldest first, at least once, for as long as the service runs.
///
/// Tests stay in the queue: a guard must not run for them. Each sink has a loop and a cursor of its own, so none waits
/// for another. The cursor moves only after the sink has the events: a kill in between delivers them twice, never not at
/// all. An event that the far end refuses while it takes others is set aside, offered again by itself a few times, and
/// then kept as a dead letter; it holds nothing up.
public actor DeliveryLoop: Service {
    private let outbox: Outbox
    private let sink: any AlarmSink
    private let backoff: Backoff
    private let refusals: RefusalSchedule
    private let batch: Int
    private let idlePoll: Double
    private let logger: Logger
    private let delivered: Counter
    private let failed: Counter
    private let refused: Counter
    private let lag: Histogram
    private let sleep: @Sendable (Double) async throws -> Void
    private let clock: @Sendable () -> Double
    private let wakeups: AsyncStream<Void>
    private let alarmClock: AsyncStream<Void>.Continuation
    private let executor: DiskExecutor
    private var repeats = Repeats<String>()
    private var isRegistered = false
    /// Refusals of events since the far end took one, and offers of the event at hand since there were too many.
    private var (inRow, waited) = (0, 0)
    /// Events that may be set aside one after the other while the far end takes none.
    private static let mostInRow = 3
    /// Further offers of each one then: some five minutes at the longest back-off.
    private static let patience = 15
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
    ///   - clock: Seconds since any moment, for how often a failure is named.
    public init(
        outbox: Outbox, sink: any AlarmSink, backoff: Backoff = Backoff(),
        refusals: RefusalSchedule = RefusalSchedule(),
        batch: Int = 500, idlePoll: Double = 5, metrics: Metrics = Metrics(),
        logger: Logger = Logger(label: "tocsin.delivery"),
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
        clock: @escaping @Sendable () -> Double = { [began = ContinuousClock.now] in (.now - began) / .seconds(1) }
    ) {
        self.outbox = outbox
        self.sink = sink
        self.backoff = backoff
        self.refusals = refusals
        self.batch = max(batch, 1)
        self.idlePoll = idlePoll
        self.logger = logger
        self.sleep = sleep
        self.clock = clock
        let labels = ["sink": sink.name]
        delivered = metrics.counter(.deliveredEvents, labels)
        failed = metrics.counter(.deliveryFailures, labels)
        refused = metrics.counter(.deliveryRefusals, labels)
        lag = metrics.histogram(.deliveryLag, labels)
        (wakeups, alarmClock) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        executor = DiskExecutor(label: "delivery-\(sink.name)")
    }

    /// Says that there is something new in the queue. Costs nothing, may be called from anywhere.
    nonisolated public func wake() { alarmClock.yield() }

    /// Delivers until the task is cancelled or the service shuts down; what is queued by then is still tried once.
    public func run() async {
        await sink.open()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.tick() }
                wake()
                for await _ in wakeups { await deliverAll() }
                await deliverAll()
                group.cancelAll()
            }
            await sink.close()
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
            do {
                try await hand(events)
                ahead = (cursor, last.sequence)
            } catch var failure as DeliveryFailure {
                if failure.delivered > 0 { (inRow, waited) = (0, 0) }
                if failure.fault == .event, refusesEverything { failure.fault = .farEnd }
                try settle(failure, of: events.filter(\.isForDelivery), since: cursor)
                if failure.fault == .event { return true }
                throw failure
            }
        }
        guard let reached = ahead, reached.cursor == cursor else { return !events.isEmpty }
        try outbox.acknowledge(consumer: sink.name, upTo: reached.delivered, since: cursor)
        ahead = nil
        return !events.isEmpty
    }

    /// Offers again, each by itself, what the sink has refused and whose time has come.
    func retrySetAside() async throws {
        for item in try outbox.setAside(dueFor: sink.name, now: Timestamp(.now()), limit: batch) {
            do {
                try await hand([item.event])
                try outbox.taken(item)
            } catch let failure as DeliveryFailure where failure.fault == .event {
                let next = refusals.nextTry(after: item.tries + 1, now: Timestamp(.now()))
                try outbox.refused(item, reason: failure.reason, nextTry: next)
                noteRefusal(of: item.event, failure, nextTry: next)
            }
        }
    }

    /// Whether a refusal is the far end's fault rather than the event's: a server that answers 400 to all there is must
    /// not make a dead letter of every alarm. After some refusals in a row, each further event is offered for some minutes.
    private var refusesEverything: Bool {
        inRow += 1
        guard inRow > Self.mostInRow else { return false }
        waited += 1
        if waited <= Self.patience { return true }
        waited = 0
        return false
    }

    private func hand(_ events: [StoredEvent]) async throws {
        let real = events.filter(\.isForDelivery)
        if !real.isEmpty {
            try await sink.deliver(real)
            (inRow, waited) = (0, 0)
        }
        count(real)
    }

    /// Moves the cursor as far as the far end came, behind an event that it refused.
    private func settle(_ failure: DeliveryFailure, of events: [StoredEvent], since cursor: Int64) throws {
        let got = events.prefix(max(failure.delivered, 0))
        count(Array(got))
        if failure.fault == .event, let culprit = events.dropFirst(got.count).first {
            let next = refusals.nextTry(after: 1, now: Timestamp(.now()))
            try outbox.setAside(
                culprit, consumer: sink.name, since: cursor, reason: failure.reason, nextTry: next)
            noteRefusal(of: culprit, failure, nextTry: next)
        } else if let last = got.last {
            try outbox.acknowledge(consumer: sink.name, upTo: last.sequence, since: cursor)
        }
        ahead = nil
    }

    private func noteRefusal(of event: StoredEvent, _ failure: DeliveryFailure, nextTry: Timestamp?) {
        refused.add()
        let fate = nextTry.map { "it is offered again at \($0.rfc3339)" } ?? "it is kept as a dead letter"
        say(
            nextTry == nil ? .error : .warning,
            "\(sink.name) refuses event \(event.id): \(failure); \(fate), see `tocsin alarms refused`")
    }

    private func count(_ events: [StoredEvent]) {
        delivered.add(events.count)
        observeLag(of: events)
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
                let isMore = try await deliverNext()
                if failures > 0 { say(.notice, "delivers to \(sink.name) again", failures: failures) }
                failures = 0
                if isMore { continue }
                return try await retrySetAside()
            } catch {
                failures += 1
                failed.add()
                say(.warning, "cannot deliver to \(sink.name): \(error)", failures: failures)
                if Task.isShuttingDownGracefully { return }
                let pause = pause(after: error, failures)
                await cancelWhenGracefulShutdown { try? await self.sleep(pause) }
            }
        }
    }

    /// Seconds; at least as long as the far end asks for, up to an hour.
    private func pause(after error: any Error, _ failures: Int) -> Double {
        var generator = SystemRandomNumberGenerator()
        let asked = (error as? DeliveryFailure)?.retryAfter ?? 0
        return max(backoff.delay(after: failures, using: &generator), min(asked, 3600))
    }

    /// A sink that is down for long is not news at every try.
    private func say(_ level: Logger.Level, _ text: String, failures: Int = 0) {
        guard let leftOut = repeats.say(text, now: clock()) else { return }
        var metadata: Logger.Metadata = failures > 0 ? ["failures": "\(failures)"] : [:]
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
