import Logging
import Synchronization
import Telemetry
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery

@Suite struct BacklogTests {
    private let folder: TemporaryFolder
    private let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
    }

    private func at(_ seconds: Double) -> Timestamp { Timestamp(monday.advanced(by: seconds)) }

    @Test func `What each consumer has not had is counted, with the moment of the oldest`() throws {
        try outbox.register(consumer: "a")
        try outbox.register(consumer: "b")
        #expect(
            try outbox.backlogs() == [
                Backlog(consumer: "a", events: 0, oldest: nil), Backlog(consumer: "b", events: 0, oldest: nil),
            ])
        var places: [Int64] = []
        for number in 1...4 {
            places.append(try outbox.append(.sample(number), now: monday.advanced(by: Double(number))).sequence)
        }
        try outbox.acknowledge(consumer: "a", upTo: places[2])
        try outbox.acknowledge(consumer: "b", upTo: places[3])
        #expect(
            try outbox.backlogs() == [
                Backlog(consumer: "a", events: 1, oldest: at(4)), Backlog(consumer: "b", events: 0, oldest: nil),
            ])
        try outbox.replay(consumer: "b", after: 0)
        #expect(try outbox.backlogs().last == Backlog(consumer: "b", events: 4, oldest: at(1)))
    }

    @Test func `Gaps in the numbers of the queue are not counted`() throws {
        try outbox.register(consumer: "a")
        for number in 1...3 { try outbox.append(.sample(number), now: monday) }
        // An event that is known already may use up a number.
        for _ in 0..<5 { try outbox.append(.sample(3), now: monday) }
        try outbox.append(.sample(4), now: monday)
        #expect(try outbox.backlogs().first?.events == 4)
    }

    @Test(arguments: [(0.0, 0.0), (90.5, 90.5), (-3600.0, 0.0)])
    func `Its age grows from the oldest on, and is never negative when the clock is put back`(
        later: Double, age: Double
    ) {
        let backlog = Backlog(consumer: "a", events: 1, oldest: at(0))
        #expect(backlog.age(now: at(later)) == age)
        #expect(Backlog(consumer: "a", events: 0, oldest: nil).age(now: at(later)) == 0)
    }

    @Test func `The watch shows the backlog of the sinks that there are, and goes on when the queue cannot be read`()
        async throws
    {
        for name in ["file", "gone"] { try outbox.register(consumer: name) }
        try outbox.append(.sample(1))
        let metrics = Metrics()
        let watch = BacklogWatch(
            outbox: outbox, sinks: ["file"], metrics: metrics,
            logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        #expect(metrics.prometheusText().isEmpty, "nothing is known before the first look")
        await watch.look()
        let text = metrics.prometheusText()
        #expect(text.contains("tocsin_queue_depth{sink=\"file\"} 1\n") && !text.contains("gone"))
        #expect(text.contains("tocsin_queue_oldest_age_seconds{sink=\"file\"} "))
        try outbox.acknowledge(consumer: "file", upTo: 1)
        await watch.look()
        #expect(metrics.prometheusText().contains("tocsin_queue_depth{sink=\"file\"} 0\n"))
        #expect(metrics.prometheusText().contains("tocsin_queue_oldest_age_seconds{sink=\"file\"} 0\n"))
    }

    @Test func `It looks at once and then after each pause, until it is cancelled`() async throws {
        try outbox.register(consumer: "file")
        let pauses = Mutex<[Double]>([])
        let metrics = Metrics()
        let watch = BacklogWatch(outbox: outbox, sinks: ["file"], metrics: metrics, every: 7) { seconds in
            let count = pauses.withLock {
                $0.append(seconds)
                return $0.count
            }
            if count == 3 { throw CancellationError() }
        }
        await watch.run()
        #expect(pauses.withLock { $0 } == [7, 7, 7])
        #expect(metrics.prometheusText().contains("tocsin_queue_depth{sink=\"file\"} 0\n"))
    }
}
