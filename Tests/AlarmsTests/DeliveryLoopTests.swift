import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Telemetry
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery

/// A sink that notes what it is given and fails as often as it is told to.
private final class Recorder: AlarmSink {
    struct Refused: Error {}

    let name: String
    private let state: Mutex<(got: [Int64], failures: Int)>
    private let goal: Int
    private let reached: AsyncStream<Void>.Continuation
    let done: AsyncStream<Void>

    init(_ name: String = "recorder", failures: Int = 0, goal: Int = .max) {
        self.name = name
        self.goal = goal
        state = Mutex(([], failures))
        (done, reached) = AsyncStream.makeStream()
    }

    var got: [Int64] { state.withLock { $0.got } }

    func deliver(_ events: [StoredEvent]) throws {
        let count = try state.withLock { state in
            guard state.failures == 0 else {
                state.failures -= 1
                throw Refused()
            }
            state.got += events.map(\.sequence)
            return state.got.count
        }
        if count >= goal { reached.yield() }
    }
}

/// Log lines, collected.
private final class LogLines: TextOutputStream, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func write(_ string: String) { lines.withLock { $0.append(string) } }
}

@Suite("Delivery carries the queue to a sink")
struct DeliveryLoopTests {
    let folder: TemporaryFolder
    let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
        for number in 1...5 { try outbox.append(.sample(number)) }
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func loop(
        _ sink: any AlarmSink, batch: Int = 2, metrics: Metrics = Metrics(),
        sleep: @escaping @Sendable (Double) async throws -> Void = { _ in try await Task.sleep(for: .seconds(3600)) }
    ) -> DeliveryLoop {
        DeliveryLoop(outbox: outbox, sink: sink, batch: batch, metrics: metrics, logger: Self.quiet, sleep: sleep)
    }

    @Test("Batch by batch, oldest first, the cursor behind what was taken")
    func batches() async throws {
        let sink = Recorder()
        let loop = loop(sink)
        for (expected, cursor) in [([1, 2], 2), ([1, 2, 3, 4], 4), ([1, 2, 3, 4, 5], 5)] as [([Int64], Int64)] {
            #expect(try await loop.deliverNext())
            #expect(sink.got == expected)
            #expect(try outbox.cursor(of: "recorder") == cursor)
        }
        #expect(try await !loop.deliverNext())
        let after = self.loop(sink)
        #expect(try await !after.deliverNext(), "a new loop goes on where the old one stood")
    }

    @Test("A batch that was refused is offered again, whole and first")
    func refused() async throws {
        let sink = Recorder(failures: 1)
        let loop = loop(sink, batch: 3)
        await #expect(throws: Recorder.Refused.self) { try await loop.deliverNext() }
        #expect(try outbox.cursor(of: "recorder") == 0)
        while try await loop.deliverNext() {}
        #expect(sink.got == [1, 2, 3, 4, 5])
    }

    @Test("A cursor that cannot be moved costs no second delivery, and is moved later")
    func cursorStuck() async throws {
        let sink = Recorder()
        let loop = loop(sink, batch: 10)
        try outbox.register(consumer: "recorder")
        _ = try await loop.deliverNext()
        try outbox.append(.sample(6))
        let holder = try QueueHolder(outbox.settings.path)
        for _ in 0..<3 { await #expect(throws: OutboxError.self) { try await loop.deliverNext() } }
        try holder.letGo()
        #expect(try outbox.cursor(of: "recorder") == 5)
        #expect(try await !loop.deliverNext())
        #expect(sink.got == [1, 2, 3, 4, 5, 6])
        #expect(try outbox.cursor(of: "recorder") == 6)
    }

    @Test("A replay delivers again from where it was asked for")
    func replays() async throws {
        let sink = Recorder()
        let loop = loop(sink, batch: 10)
        while try await loop.deliverNext() {}
        try outbox.replay(consumer: "recorder", after: 3)
        while try await loop.deliverNext() {}
        #expect(sink.got == [1, 2, 3, 4, 5, 4, 5])
    }

    @Test("Running, it delivers what is there, survives failures with back-off, and wakes for what comes")
    func runs() async throws {
        let sink = Recorder(failures: 3, goal: 6)
        let slept = Mutex<[Double]>([])
        let metrics = Metrics()
        let loop = loop(sink, metrics: metrics) { seconds in
            guard seconds != 5 else { return try await Task.sleep(for: .seconds(3600)) }
            slept.withLock { $0.append(seconds) }
        }
        let running = Task { await loop.run() }
        try outbox.append(.sample(6))
        loop.wake()
        for await _ in sink.done { break }
        running.cancel()
        await running.value
        #expect(sink.got == [1, 2, 3, 4, 5, 6])
        let delays = slept.withLock { $0 }
        #expect(delays.count == 3 && zip(delays, [1.0, 2, 4]).allSatisfy { $0 <= $1 })
        #expect(metrics.prometheusText().contains("tocsin_delivered_events_total{sink=\"recorder\"} 6"))
        #expect(metrics.prometheusText().contains("tocsin_delivery_failures_total{sink=\"recorder\"} 3"))
        #expect(metrics.prometheusText().contains("tocsin_delivery_lag_seconds_count{sink=\"recorder\"} 6"))
    }

    @Test("A sink that is down for long is named once, not at every try; that it works again is said too")
    func thinned() async throws {
        let lines = LogLines()
        let sink = Recorder(failures: 30, goal: 5)
        let loop = DeliveryLoop(
            outbox: outbox, sink: sink, logger: Logger(label: "test") { StreamLogHandler(label: $0, stream: lines) },
            sleep: { if $0 == 5 { try await Task.sleep(for: .seconds(3600)) } }, clock: { 0 })
        let running = Task { await loop.run() }
        for await _ in sink.done { break }
        running.cancel()
        await running.value
        #expect(lines.all.count == 2, "\(lines.all)")
        #expect(lines.all.first?.contains("cannot deliver to recorder") == true)
        #expect(lines.all.last?.contains("failures=30") == true)
    }

    @Test("A sink that is down holds up no other")
    func independent() async throws {
        let down = Recorder("down", failures: .max)
        let up = Recorder("up", goal: 5)
        let loops = [loop(down), loop(up)]
        let running = loops.map { loop in Task { await loop.run() } }
        for await _ in up.done { break }
        for task in running { task.cancel() }
        for task in running { await task.value }
        #expect(up.got == [1, 2, 3, 4, 5] && down.got == [])
        #expect(try outbox.cursor(of: "down") == 0)
    }

    @Test("A shutdown stops it at once, in the middle of a long wait, after one last try")
    func shutsDown() async throws {
        let waits = AsyncStream<Void>.makeStream()
        let sink = Recorder(failures: 1)
        let loop = loop(sink) { _ in
            waits.continuation.yield()
            try await Task.sleep(for: .seconds(3600))
        }
        let group = ServiceGroup(services: [loop], logger: Self.quiet)
        let running = Task { try await group.run() }
        var begun = 0
        for await _ in waits.stream {
            begun += 1
            if begun == 2 { break }  // The idle poll and the back-off are both under way.
        }
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(sink.got == [1, 2, 3, 4, 5])
    }

    @Test("The limit of the back-off doubles up to half a minute, and the delay is any part of it")
    func backoff() {
        let backoff = Backoff()
        #expect((0...9).map { backoff.limit(after: $0) } == [1, 1, 2, 4, 8, 16, 30, 30, 30, 30])
        var generator = SystemRandomNumberGenerator()
        let delays = (0..<200).map { _ in backoff.delay(after: 4, using: &generator) }
        #expect(delays.allSatisfy { (0...8).contains($0) })
        #expect((delays.min() ?? 9) < 2 && (delays.max() ?? 0) > 6, "spread over the whole range")
    }
}
