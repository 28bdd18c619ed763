import Testing
import VideoCore

@testable import Alarms

@Suite("Receivers that come, go and change their names")
struct ConsumerTests {
    let folder: TemporaryFolder
    let outbox: Outbox
    private let queuedAt = monday
    private let later = monday.advanced(by: 100)

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
        for number in 1...4 { try outbox.append(.sample(number, .close), now: queuedAt) }
    }

    private func left() throws -> [Int64] { try outbox.events(after: 0, limit: 99).map(\.sequence) }

    @Test("A receiver that nobody names any more does not keep the queue from shrinking")
    func abandoned() throws {
        try outbox.register(consumer: "gone")
        try outbox.acknowledge(consumer: "here", upTo: 3)
        #expect(try outbox.prune(before: later) == 0, "while all count, the one that is gone holds everything")
        #expect(try outbox.prune(before: later, consumers: ["here"]) == 3)
        #expect(try left() == [4])
        try outbox.acknowledge(consumer: "here", upTo: 4)
        #expect(try outbox.prune(before: later, consumers: []) == 1)
    }

    @Test("It is forgotten once that makes no difference to what it would be given")
    func forgotten() throws {
        try outbox.acknowledge(consumer: "gone", upTo: 2)
        try outbox.acknowledge(consumer: "here", upTo: 2)
        #expect(try outbox.forgetConsumers(except: ["here"]) == [], "it would be given 1 and 2 again")
        try outbox.prune(before: later, consumers: ["here"])
        #expect(try outbox.forgetConsumers(except: ["here"]) == ["gone"])
        #expect(try outbox.consumers().map(\.name) == ["here"])
        #expect(try outbox.events(after: outbox.cursor(of: "gone"), limit: 9).map(\.sequence) == [3, 4])
        #expect(try outbox.forgetConsumers(except: []) == ["here"])
    }

    @Test("A receiver of a new name goes on where the old one stood, unless it has a place already")
    func renamed() throws {
        try outbox.acknowledge(consumer: "old", upTo: 3)
        #expect(try outbox.rename(consumer: "old", to: "new"))
        #expect(try outbox.cursor(of: "new") == 3)
        #expect(try !outbox.rename(consumer: "old", to: "new"))
        try outbox.acknowledge(consumer: "old", upTo: 1)
        #expect(try !outbox.rename(consumer: "old", to: "new"))
        #expect(try outbox.cursor(of: "new") == 3)
    }
}
