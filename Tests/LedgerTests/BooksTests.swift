import Foundation
import GRDB
import Ledger
import TestSupport
import Testing

/// What was seen, second by second, across restarts, kills and clocks that are set.
struct BooksTests {
    private let day = "2025-06-15"

    private func timeline(_ fixture: LedgerFixture, _ device: String = "a") throws -> Timeline {
        try fixture.books.timelines(in: moment("2025-06-14")..<moment("2025-06-18"))[device] ?? Timeline([])
    }

    private var wholeDay: Range<Int> { moment(day)..<moment("2025-06-16") }

    @Test func `books in whose making the service was killed are made to the end`() throws {
        let folder = try ScratchFolder()
        let half = try DatabaseQueue(path: folder.file(Books.fileName))
        try half.write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)") }
        try half.close()
        #expect(try Books(path: folder.file(Books.fileName)).firstSecond() == nil)
    }

    @Test func `a session that ends without a word leaves the time after its last sign of life unknown`() throws {
        let fixture = try LedgerFixture()
        let books = fixture.books
        try books.beginSession(at: moment(day))
        try books.note("a", .up, since: moment(day))
        try books.witness(at: moment(day, 10))
        // Killed here; started again ten minutes later.
        let again = try Books(path: books.path)
        try again.beginSession(at: moment(day, 10, 10))
        try again.note("a", .up, since: moment(day, 10, 10))
        try again.witness(at: moment(day, 24))
        let timeline = try timeline(fixture)
        #expect(timeline.seconds(.up, in: wholeDay) == 86_400 - 600)
        #expect(timeline.gaps(in: wholeDay) == [Span(moment(day, 10)..<moment(day, 10, 10), .unknown)])
        let minutes = timeline.minutes(of: wholeDay)
        #expect(minutes.count == 1440)
        #expect(minutes.indices.filter { minutes[$0] != .up } == Array(600..<610))
        #expect(minutes[600..<610].allSatisfy { $0 == .unknown })
    }

    @Test func `down time has its cause, and ends when the device is seen again`() throws {
        let fixture = try LedgerFixture()
        try fixture.books.beginSession(at: moment(day))
        try fixture.books.note("a", .up, since: moment(day))
        try fixture.books.note("a", .down, since: moment(day, 3), cause: "refused")
        try fixture.books.note("a", .down, since: moment(day, 4), cause: "connectTimeout")
        try fixture.books.note("a", .up, since: moment(day, 5))
        try fixture.books.witness(at: moment(day, 24))
        let timeline = try timeline(fixture)
        #expect(
            timeline.gaps(in: wholeDay) == [
                Span(moment(day, 3)..<moment(day, 4), .down, cause: "refused"),
                Span(moment(day, 4)..<moment(day, 5), .down, cause: "connectTimeout"),
            ])
        #expect(timeline.state(at: moment(day, 3, 30)) == .down)
        #expect(timeline.state(at: moment(day, 5)) == .up)
    }

    @Test func `a clock put back an hour counts that hour once, as it was seen later`() throws {
        let fixture = try LedgerFixture()
        try fixture.books.beginSession(at: moment(day))
        try fixture.books.note("a", .up, since: moment(day))
        try fixture.books.witness(at: moment(day, 12))
        try fixture.books.beginSession(at: moment(day, 11))
        try fixture.books.note("a", .down, since: moment(day, 11), cause: "refused")
        try fixture.books.note("a", .up, since: moment(day, 11, 30))
        try fixture.books.witness(at: moment(day, 24))
        let timeline = try timeline(fixture)
        #expect(timeline.seconds(.up, in: wholeDay) == 86_400 - 1800)
        #expect(timeline.seconds(.down, in: wholeDay) == 1800)
        #expect(timeline.seconds(.unknown, in: wholeDay) == 0)
    }

    @Test func `a clock put forward an hour leaves that hour unknown`() throws {
        let fixture = try LedgerFixture()
        try fixture.books.beginSession(at: moment(day))
        try fixture.books.note("a", .up, since: moment(day))
        try fixture.books.witness(at: moment(day, 12))
        try fixture.books.beginSession(at: moment(day, 13))
        try fixture.books.note("a", .up, since: moment(day, 13))
        try fixture.books.witness(at: moment(day, 24))
        let timeline = try timeline(fixture)
        #expect(timeline.seconds(.unknown, in: wholeDay) == 3600)
        #expect(timeline.gaps(in: wholeDay) == [Span(moment(day, 12)..<moment(day, 13), .unknown)])
    }

    @Test func `online time leaves out what is exempt and what is unknown`() throws {
        let fixture = try LedgerFixture()
        try fixture.books.beginSession(at: moment(day))
        for device in ["a", "b"] { try fixture.books.note(device, .up, since: moment(day)) }
        // a: down for 6 of the 24 hours, 2 of them exempt. b: up throughout. Nothing is known from 20:00 on.
        try fixture.books.note("a", .down, since: moment(day, 6), cause: "noRoute")
        try fixture.books.note("a", .up, since: moment(day, 12))
        try fixture.books.witness(at: moment(day, 20))
        var registry = Registry()
        registry.devices = [Device(id: "a"), Device(id: "b")]
        registry.exemptions = [
            Exemption(
                devices: ["a"], reason: "works", approver: "street office", start: Double(moment(day, 6)),
                end: Double(moment(day, 8)), entered: Double(moment(day, 6)))
        ]
        let assessment = try Assessment(
            registry, books: fixture.books, period: period(day, day), now: moment("2025-06-17"))
        let a = try #require(assessment.account(of: "a"))
        // 22 h in service, 18 h known, 14 h up.
        #expect(a.figures.seconds == 22 * 3600)
        #expect(a.figures.timeCoverage == Ratio(18 * 3600, of: 22 * 3600))
        #expect(a.figures.upSeconds == 14 * 3600)
        #expect(a.strictFigures.timeCoverage == Ratio(20 * 3600, of: 24 * 3600))
        // Mean of 14/18 and 20/20, in millionths.
        #expect(assessment.total.onlineTime == Ratio(777_777 + 1_000_000, of: 2_000_000))
        #expect(assessment.strictTotal.onlineTime == Ratio(700_000 + 1_000_000, of: 2_000_000))
    }

    @Test func `a device counts as online now only if it was seen in the last minutes`() throws {
        let fixture = try LedgerFixture()
        try fixture.books.beginSession(at: moment(day))
        try fixture.books.note("a", .up, since: moment(day))
        try fixture.books.witness(at: moment(day, 12))
        var registry = Registry()
        registry.devices = [Device(id: "a")]
        func now(_ hour: Int, _ minute: Int) throws -> Ratio {
            try Assessment(
                registry, books: fixture.books, period: period(day, day), now: moment(day, hour, minute)
            ).total.onlineCount
        }
        #expect(try now(12, 4) == Ratio(1, of: 1))
        #expect(try now(12, 6) == Ratio(0, of: 1))
    }

    @Test func `exactly one result stands for a device and slot: the last`() throws {
        let fixture = try LedgerFixture()
        try fixture.polls("a", from: 100, "n")
        try fixture.polls("a", from: 100, "o")
        #expect(try fixture.books.polls(of: "a", in: 0..<1000).map(\.result) == [.ok])
        #expect(try fixture.books.tallies(in: 0..<1000)["a"]?.total == 1)
    }

    @Test func `what is older than is kept goes, and nothing else`() throws {
        let fixture = try LedgerFixture()
        try fixture.polls("a", from: slot("2025-06-14"), String(repeating: "o", count: 96))
        try fixture.books.prune(before: moment(day))
        #expect(try fixture.books.polls(of: "a", in: 0..<Int(Int32.max)).count == 48)
        #expect(try fixture.books.polls(of: "a", in: 0..<Int(Int32.max)).first?.slot.number == slot(day))
    }

    @Test func `a picture opened as books is refused and left as it was`() throws {
        let fixture = try LedgerFixture()
        let path = fixture.folder.appendingPathComponent("picture.jpg")
        let bytes = Data([0xFF, 0xD8, 0xFF, 0xE0] + (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try bytes.write(to: path)
        #expect(throws: BooksError.self) { try Books(path: path.path) }
        #expect(try Data(contentsOf: path) == bytes)
    }

    @Test func `books that do not exist are not made by a reader`() throws {
        let fixture = try LedgerFixture()
        let path = fixture.folder.appendingPathComponent("none.sqlite").path
        let error = #expect(throws: BooksError.self) { try Books(path: path, create: false) }
        #expect(error?.code == .missing)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
