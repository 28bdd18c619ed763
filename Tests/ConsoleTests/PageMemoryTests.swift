import Testing

@testable import Alarms
@testable import Console

/// Pages that many who wait share.
@Suite struct PageMemoryTests {
    private static func page(_ sequence: Int64) -> EventPage {
        EventPage(events: [], next: QueueCursor(queue: 1, sequence: sequence), hasMore: false, standing: .known)
    }

    private static func query(_ sequence: Int64) -> EventQuery {
        var query = EventQuery()
        query.start = .after(QueueCursor(queue: 1, sequence: sequence))
        return query
    }

    @Test("What was read is given again until the bell rings")
    func rings() {
        var memory = PageMemory()
        #expect(memory.page(Self.query(5), since: 3) == nil)
        memory.keep(Self.page(7), of: Self.query(5), since: 3)
        #expect(memory.page(Self.query(5), since: 3) == Self.page(7))
        #expect(memory.page(Self.query(5), since: 2) == Self.page(7), "who has heard less is told no less")
        #expect(memory.page(Self.query(6), since: 3) == nil)
        #expect(memory.page(Self.query(5), since: 4) == nil, "there is something new")
        memory.keep(Self.page(8), of: Self.query(7), since: 4)
        #expect(memory.page(Self.query(5), since: 3) == nil)
        memory.keep(Self.page(7), of: Self.query(5), since: 3)
        #expect(memory.page(Self.query(5), since: 4) == nil, "what was read before the ring is not kept after it")
    }

    @Test("It remembers a few pages and no more")
    func limit() {
        var memory = PageMemory()
        for number in Int64(0)..<100 { memory.keep(Self.page(number), of: Self.query(number), since: 1) }
        #expect((Int64(0)..<100).count { memory.page(Self.query($0), since: 1) != nil } == PageMemory.limit)
    }
}
