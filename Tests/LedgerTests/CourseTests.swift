import Foundation
import Ledger
import Testing
import VideoCore

/// How a device did over some days, and what to repair first.
struct CourseTests {
    private static let cases: [(what: String, spans: [Span], exempt: [Range<Int>], expected: [String])] = [
        ("nothing known", [], [], ["0-100 unknown"]),
        ("up throughout", [Span(0..<100, .up)], [], ["0-100 up"]),
        (
            "beyond both ends", [Span(-50..<30, .up), Span(30..<500, .down, cause: "stalled")], [],
            ["0-30 up", "30-100 down stalled"]
        ),
        (
            "gaps between", [Span(10..<20, .up), Span(40..<50, .up)], [],
            ["0-10 unknown", "10-20 up", "20-40 unknown", "40-50 up", "50-100 unknown"]
        ),
        (
            "neighbours alike are one", [Span(0..<40, .down, cause: "a"), Span(40..<100, .down, cause: "a")], [],
            ["0-100 down a"]
        ),
        (
            "another cause is another", [Span(0..<40, .down, cause: "a"), Span(40..<100, .down, cause: "b")], [],
            ["0-40 down a", "40-100 down b"]
        ),
        (
            "an exemption hides what was seen", [Span(0..<100, .down, cause: "a")], [20..<60],
            ["0-20 down a", "20-60 exempt", "60-100 down a"]
        ),
        (
            "exemptions beyond the ends", [Span(0..<100, .up)], [-10..<5, 90..<200],
            ["0-5 exempt", "5-90 up", "90-100 exempt"]
        ),
        ("exempt throughout", [Span(0..<100, .up)], [-10..<200], ["0-100 exempt"]),
    ]

    @Test(arguments: cases.indices)
    func `each second has one state, and the cause of what was down`(_ index: Int) {
        let (what, spans, exempt, expected) = Self.cases[index]
        let course = Course(Timeline(spans), in: 0..<100, exemptions: exempt)
        let told = course.stretches.map { stretch in
            let state = stretch.state?.rawValue ?? "exempt"
            return "\(stretch.seconds.lowerBound)-\(stretch.seconds.upperBound) \(state)"
                + (stretch.cause.map { " \($0)" } ?? "")
        }
        #expect(told == expected, "\(what)")
    }

    @Test func `the books tell of one device what they tell of it among all`() throws {
        let fixture = try LedgerFixture()
        let begin = moment("2025-06-15")
        try fixture.books.beginSession(at: begin)
        for (device, cause) in [("a", "stalled"), ("b", "refused")] {
            try fixture.books.note(device, .up, since: begin)
            try fixture.books.note(device, .down, since: begin + 600, cause: cause)
        }
        try fixture.books.witness(at: begin + 3600)
        let day = begin..<begin + 86_400
        let one = try fixture.books.timeline(of: "a", in: day)
        #expect(try one == fixture.books.timelines(in: day)["a"])
        #expect(
            one.spans == [Span(begin..<begin + 600, .up), Span(begin + 600..<begin + 3600, .down, cause: "stalled")])
        #expect(try fixture.books.timeline(of: "c", in: day).spans.isEmpty)
    }

    @Test func `what has cost most is to be repaired first, with its reason and cause`() throws {
        let fixture = try LedgerFixture()
        let begin = moment("2025-06-15")
        func run(_ letter: Character, _ count: Int) -> String { String(repeating: letter, count: count) }
        let days: [(id: String, polls: String, down: Range<Int>?, reason: Repair.Reason?)] = [
            ("fine", run("o", 48), nil, nil),
            ("away", run("n", 48), 0..<86_400, .offline),
            ("refused", run("o", 8) + run("u", 40), nil, .noPicture),
            ("silent", run("n", 30) + run("o", 18), nil, .notNetworked),
            ("covered", run("o", 24) + run("c", 24), nil, .poorPicture),
            ("flapping", run("o", 48), 0..<600, .interrupted),
        ]
        try fixture.books.beginSession(at: begin)
        var registry = Registry()
        for day in days {
            registry.devices.append(Device(id: day.id))
            try fixture.polls(day.id, from: slot("2025-06-15"), day.polls)
            try fixture.books.note(day.id, .up, since: begin)
            guard let down = day.down else { continue }
            try fixture.books.note(day.id, .down, since: begin + down.lowerBound, cause: "connectTimeout")
            if down.upperBound < 86_400 { try fixture.books.note(day.id, .up, since: begin + down.upperBound) }
        }
        try fixture.books.witness(at: begin + 86_400)
        let assessment = try Assessment(
            registry, books: fixture.books, period: period("2025-06-15", "2025-06-15"), now: begin + 200_000)
        let repairs = assessment.repairs(atMost: 50)
        #expect(repairs.map(\.device.id) == ["away", "refused", "silent", "covered", "flapping"])
        for repair in repairs { #expect(repair.reason == days.first { $0.id == repair.device.id }?.reason) }
        #expect(repairs.map(\.lostPolls) == [48, 40, 30, 24, 0])
        #expect(repairs.map(\.downSeconds) == [86_400, 0, 0, 0, 600])
        #expect(repairs.map(\.cause) == ["connectTimeout", nil, nil, nil, "connectTimeout"])
        #expect(assessment.repairs(atMost: 2).map(\.device.id) == ["away", "refused"])
        let polls = LedgerFixture.polls("covered", from: 0, "occu")
        #expect(Repair.cause(of: polls) == "covered")
        #expect(Repair.cause(of: LedgerFixture.polls("fine", from: 0, "ooo")) == nil)
    }
}
