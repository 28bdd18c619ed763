import Foundation
import Testing
import VideoCore

@testable import Alarms

@Suite("Pages of the queue")
struct PageTests {
    let folder: TemporaryFolder
    let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
    }

    private func page(_ change: (inout EventQuery) -> Void = { _ in }) throws -> EventPage {
        var query = EventQuery()
        change(&query)
        return try outbox.page(query)
    }

    @Test("Page by page every event comes once, in order, whatever their size", arguments: [1, 2, 3, 7, 100])
    func pages(limit: Int) throws {
        for number in 1...7 { try outbox.append(.sample(number)) }
        var got: [Int64] = []
        var start = EventQuery.Start.oldest
        while true {
            let page = try page { ($0.start, $0.limit) = (start, limit) }
            #expect(page.standing == .known && page.events.count <= limit)
            got += page.events.map(\.sequence)
            start = .after(page.next)
            guard page.hasMore else { break }
        }
        #expect(got == Array(1...7))
        #expect(try page { $0.start = start }.events.isEmpty)
        try outbox.append(.sample(8))
        #expect(try page { $0.start = start }.events.map(\.sequence) == [8])
        #expect(try page { $0.start = .newest }.events.isEmpty)
    }

    @Test("Self-tests are passed over, drills are not; the place moves over both")
    func tests() throws {
        var test = AlarmEvent.sample(1)
        test.data.isTest = true
        try outbox.append(test)
        let before = try page()
        #expect(before.events.isEmpty && before.next.sequence == 1 && !before.hasMore)
        let drill = Drill(.fire, by: "Li", start: monday)
        try outbox.append(drill.events(of: .sample()))
        #expect(try page().events.map(\.sequence) == [2, 3])
    }

    @Test("Only one kind or camera is given where that is asked for, and the place moves over the rest")
    func filters() throws {
        try outbox.append(.sample(1, kind: .fire, camera: "a"))
        try outbox.append(.sample(2, kind: .smoke, camera: "b"))
        try outbox.append(.sample(3, kind: .fire, camera: "b"))
        #expect(try page { $0.kind = .fire }.events.map(\.sequence) == [1, 3])
        #expect(try page { $0.camera = CameraID("b") }.events.map(\.sequence) == [2, 3])
        #expect(try page { ($0.kind, $0.camera) = (.smoke, CameraID("b")) }.next.sequence == 3)
        #expect(try page { $0.camera = CameraID("c") }.next.sequence == 3)
    }

    @Test("A place of another queue, or of one begun anew, is not taken for one of this; one past its time is told")
    func standing() throws {
        for number in 1...3 {
            try outbox.append(.sample(number), now: monday)
            try outbox.append(.sample(number, .close), now: monday)
        }
        let mark = try page().next.queue
        let cases: [(UInt32, Int64, EventPage.Standing, Int64?)] = [
            (mark, 0, .known, 1), (mark, 6, .known, nil), (mark, 7, .unknown, 1), (mark &+ 1, 2, .unknown, 1),
        ]
        for (queue, sequence, standing, first) in cases {
            let page = try page { $0.start = .after(QueueCursor(queue: queue, sequence: sequence)) }
            #expect(page.standing == standing && page.events.first?.sequence == first, "\(queue) \(sequence)")
        }
        try outbox.acknowledge(consumer: "file", upTo: 4)
        try outbox.prune(before: monday.advanced(by: 1))
        let late = try page { $0.start = .after(QueueCursor(queue: mark, sequence: 2)) }
        #expect(late.standing == .tooOld && late.events.map(\.sequence) == [5, 6])
    }

    @Test("A place is a text that is read back, and nothing else is")
    func cursor() {
        for cursor in [QueueCursor(queue: 1, sequence: 0), QueueCursor(queue: .max, sequence: 999_999_999)] {
            #expect(QueueCursor("\(cursor)") == cursor)
        }
        for text in ["", "1", "0000000g-1", "00000001-", "00000001--1", "00000001-9999999999999999999", " 00000001-1"] {
            #expect(QueueCursor(text) == nil, "\(text)")
        }
    }
}
