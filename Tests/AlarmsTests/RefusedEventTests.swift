import Logging
import Synchronization
import Telemetry
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery

/// A far end that takes everything but some events, which it refuses so many times each.
private final class Choosy: AlarmSink {
    let name: String
    private let state: Mutex<(got: [Int64], refusing: [Int64: Int])>

    init(_ name: String = "choosy", refusing: [Int64: Int]) {
        self.name = name
        state = Mutex(([], refusing))
    }

    var got: [Int64] { state.withLock { $0.got } }

    func deliver(_ events: [StoredEvent]) throws {
        try state.withLock { state in
            for (place, event) in events.enumerated() {
                guard let left = state.refusing[event.sequence], left > 0 else {
                    state.got.append(event.sequence)
                    continue
                }
                state.refusing[event.sequence] = left - 1
                throw DeliveryFailure(delivered: place, fault: .event, reason: "too strange")
            }
        }
    }
}

/// A far end that takes `room` events of each batch and then fails as a whole.
private final class Narrow: AlarmSink {
    let name = "narrow"
    private let state = Mutex<[Int64]>([])

    var got: [Int64] { state.withLock { $0 } }

    func deliver(_ events: [StoredEvent]) throws {
        state.withLock { $0 += events.prefix(2).map(\.sequence) }
        if events.count > 2 { throw DeliveryFailure(delivered: 2, reason: "gone", retryAfter: 40) }
    }
}

@Suite("An event that is refused holds nothing up and is not lost")
struct RefusedEventTests {
    let folder: TemporaryFolder
    let outbox: Outbox
    let metrics = Metrics()

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
        for number in 1...6 { try outbox.append(.sample(number)) }
    }

    private func loop(_ sink: any AlarmSink, pauses: [Double] = [0, 0]) -> DeliveryLoop {
        var refusals = RefusalSchedule()
        refusals.pauses = pauses
        return DeliveryLoop(
            outbox: outbox, sink: sink, refusals: refusals, batch: 4, metrics: metrics,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("It is set aside, the rest goes on, and it is delivered when it is taken after all")
    func goesOn() async throws {
        let sink = Choosy(refusing: [2: 2])
        let loop = loop(sink)
        while try await loop.deliverNext() {}
        #expect(sink.got == [1, 3, 4, 5, 6])
        #expect(try outbox.setAside().map(\.event.sequence) == [2])
        #expect(try outbox.setAside().map(\.reason) == ["too strange"])
        try await loop.retrySetAside()
        #expect(try outbox.setAside().map(\.tries) == [2])
        try await loop.retrySetAside()
        #expect(sink.got == [1, 3, 4, 5, 6, 2])
        #expect(try outbox.setAside() == [])
        #expect(metrics.prometheusText().contains("tocsin_delivery_refusals_total{sink=\"choosy\"} 2"))
        #expect(metrics.prometheusText().contains("tocsin_delivered_events_total{sink=\"choosy\"} 6"))
    }

    @Test("After the last try it is a dead letter, which is kept and can be offered again by hand")
    func deadLetter() async throws {
        let sink = Choosy(refusing: [4: 3])
        let loop = loop(sink)
        while try await loop.deliverNext() {}
        for _ in 0..<5 { try await loop.retrySetAside() }
        let dead = try #require(try outbox.setAside(by: "choosy").first)
        #expect(dead.tries == 3 && dead.nextTry == nil)
        #expect(try outbox.backlogs().map(\.refused) == [1])
        #expect(try outbox.retrySetAside(of: "choosy", now: Timestamp(.now())) == 1)
        try await loop.retrySetAside()
        #expect(sink.got.last == 4)
        #expect(try outbox.backlogs().map(\.refused) == [0])
    }

    @Test("What got through before the far end failed is not offered again, and the pause it asks for is kept")
    func partly() async throws {
        let sink = Narrow()
        let loop = loop(sink)
        for expected in [[1, 2], [1, 2, 3, 4]] as [[Int64]] {
            await #expect(throws: DeliveryFailure.self) { try await loop.deliverNext() }
            #expect(sink.got == expected)
            #expect(try outbox.cursor(of: "narrow") == expected.last)
        }
        #expect(try await loop.deliverNext())
        #expect(sink.got == [1, 2, 3, 4, 5, 6])
    }

    @Test("Its alarm is not pruned until it was taken or given up, and then goes as a whole")
    func pruning() async throws {
        for number in 1...6 { try outbox.append(.sample(number, .close)) }
        let later = WallTime.now().advanced(by: 1000)
        let loop = loop(Choosy(refusing: [2: 9]), pauses: [3600])
        while try await loop.deliverNext() {}
        #expect(try outbox.prune(before: later) == 10)
        #expect(try outbox.events(after: 0, limit: 99).map(\.sequence) == [2, 8])
        let item = try #require(try outbox.setAside().first)
        try outbox.refused(item, reason: "still", nextTry: nil)
        #expect(try outbox.prune(before: later) == 0, "a dead letter waits for somebody to decide")
        #expect(try outbox.discardSetAside(of: "choosy") == 1)
        #expect(try outbox.prune(before: later) == 2)
    }

    @Test("A far end that refuses everything is at fault itself: a few are set aside, the others wait in order")
    func refusesAll() async throws {
        let sink = Choosy(refusing: Dictionary(uniqueKeysWithValues: (1...6).map { ($0, 8) }))
        let loop = loop(sink, pauses: [3600])
        for _ in 0..<3 { #expect(try await loop.deliverNext()) }
        for _ in 0..<8 {
            let error = await #expect(throws: DeliveryFailure.self) { try await loop.deliverNext() }
            #expect(error?.fault == .farEnd)
        }
        #expect(try outbox.setAside().map(\.event.sequence) == [1, 2, 3])
        #expect(try outbox.cursor(of: "choosy") == 3)
        #expect(sink.got == [])
        #expect(try await loop.deliverNext(), "the fourth is taken, and the fifth refused")
        #expect(sink.got == [4])
        #expect(try outbox.setAside().map(\.event.sequence) == [1, 2, 3, 5])
    }

    @Test("A new name of the receiver keeps what it refused; one that is forgotten takes it along")
    func names() async throws {
        let loop = loop(Choosy(refusing: [1: 9]), pauses: [3600])
        while try await loop.deliverNext() {}
        try outbox.rename(consumer: "choosy", to: "centre")
        #expect(try outbox.setAside(by: "centre").map(\.event.sequence) == [1])
        try outbox.forget(consumer: "centre")
        #expect(try outbox.setAside() == [])
    }

    @Test(
        "The pauses between tries",
        arguments: [(1, 5), (2, 30), (3, 300), (4, 1800), (5, nil), (0, nil)] as [(Int, Int64?)])
    func schedule(tries: Int, seconds: Int64?) {
        let now = Timestamp(milliseconds: 1000)
        let next = RefusalSchedule().nextTry(after: tries, now: now)
        #expect(next == seconds.map { Timestamp(milliseconds: 1000 + $0 * 1000) })
    }
}
