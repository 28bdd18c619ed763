import Alarms
import Console
import Foundation
import Ledger
import Logging
import SiteConfig
import Synchronization
import TestSupport
import Testing
import VideoCore

@testable import tocsin

/// What the console is told out of the books, for `samples/registry` and the day of its README.
@Suite struct BookReaderTests {
    private let scratch: ScratchFolder
    private let site: SiteSettings
    private let books: Books
    private static let zone = SampleScoreboardTests.zone

    init() throws {
        scratch = try ScratchFolder()
        let folder = scratch.file("registry")
        try FileManager.default.copyItem(atPath: SampleScoreboardTests.samples, toPath: folder)
        site = try SiteSettings.load(path: folder + "/site.yaml")
        try SampleScoreboardTests.fill(scratch.file("books.sqlite"), site.registry.devices)
        books = try Books(path: scratch.file("books.sqlite"))
    }

    private static func moment(_ day: String, hour: Int = 0) throws -> Int {
        Int(try #require(CivilDate(day)).start(in: zone)) + hour * 3600
    }

    private static func days(_ from: String, _ to: String) throws -> ClosedRange<CivilDate> {
        try #require(CivilDate(from))...(try #require(CivilDate(to)))
    }

    private func reader(now: Int) -> BookReader {
        BookReader(
            books, { [site] in site.ledgerRegistry }, zone: Self.zone, logger: Logger(label: "test"), now: { now })
    }

    @Test("The scoreboard says what the report says, with names, targets, trends and what to repair first")
    func board() async throws {
        let board = try await reader(now: Self.moment("2025-03-02", hour: 12))
            .board(Self.days("2025-02-28", "2025-03-02"))
        #expect(board.from == "2025-02-28" && board.to == "2025-03-02" && board.indicators.count == 9)
        let output = try #require(board.indicators.first { $0.id == "output-rate" })
        #expect(output.name == ScoreBoard.Name(zh: "公共视频资源出图率", en: "output rate") && output.target == 0.8)
        #expect((output.numerator, output.denominator) == (902, 1070))
        #expect(output.trend.map(\.day) == ["2025-02-28", "2025-03-01", "2025-03-02"])
        #expect(output.trend.map(\.denominator) == [0, 1070, 0])
        #expect(output.trend.map(\.numerator) == [0, 902, 0])
        let first = try #require(board.repairs.first)
        #expect(first.device == "square-east" && first.reason == "offline" && first.cause == "refused")
        #expect(first.lostPolls == 48 && first.downSeconds == 86_400 && first.place.district == "东湖区")
        let reasons = Dictionary(board.repairs.map { ($0.device, $0.reason) }) { first, _ in first }
        #expect(reasons["road-south"] == "poor-picture" && reasons["gate-south"] == "no-picture")
        #expect(reasons["gate-lake"] == nil, "what was exempt is nothing to repair")
        #expect(board.repairs.map { $0.lostPolls * 1800 + $0.downSeconds }.isSorted(by: >=))
    }

    @Test("A whole day, alone, has the verdicts of the report")
    func verdicts() async throws {
        let board = try await reader(now: Self.moment("2025-03-09")).board(Self.days("2025-03-01", "2025-03-01"))
        let verdicts = Dictionary(board.indicators.map { ($0.id, $0.verdict) }) { first, _ in first }
        #expect(verdicts["output-rate"] == "met" && verdicts["intact"] == "missed" && verdicts["coverage"] == "met")
        let none = try await reader(now: Self.moment("2025-03-09")).board(Self.days("2025-02-01", "2025-02-01"))
        #expect(none.indicators.first { $0.id == "output-rate" }?.verdict == "insufficient-data")
    }

    @Test("What is over is reckoned once; today again after five minutes; everything when the ledger changes")
    func remembers() throws {
        var keeper = ScoreKeeper(zone: Self.zone)
        let (past, today) = (try Self.days("2025-03-01", "2025-03-01"), try Self.days("2025-03-01", "2025-03-02"))
        let now = try Self.moment("2025-03-02", hour: 12)
        let registry = site.ledgerRegistry
        let before = (
            try keeper.board(past, of: registry, books: books, now: now),
            try keeper.board(today, of: registry, books: books, now: now)
        )
        try books.record(
            (0..<48).map {
                Poll(
                    device: "lobby-south-1", slot: PollSlot(number: try Self.moment("2025-03-01") / 1800 + $0),
                    result: .black)
            })
        try books.record([
            Poll(device: "lobby-south-1", slot: PollSlot(number: try Self.moment("2025-03-02") / 1800), result: .black)
        ])
        #expect(try keeper.board(past, of: registry, books: books, now: now + 9999) == before.0)
        #expect(try keeper.board(today, of: registry, books: books, now: now + 299) == before.1)
        #expect(try keeper.board(today, of: registry, books: books, now: now + 300) != before.1)
        var other = registry
        other.devices.removeLast()
        #expect(try keeper.board(past, of: other, books: books, now: now) != before.0)
    }

    @Test("The output rate of each device, of today and of the month")
    func rates() async throws {
        let rates = try await reader(now: Self.moment("2025-03-02", hour: 6)).outputRates()
        #expect(rates.count == 24)
        #expect(rates["lobby-south-1"]?.month == .init(given: 24, polls: 48))
        #expect(rates["lobby-south-1"]?.today == nil, "nothing was polled yet")
        let sameDay = try await reader(now: Self.moment("2025-03-01", hour: 12)).outputRates()
        #expect(sameDay["lobby-south-1"]?.today == .init(given: 0, polls: 24))
        #expect(sameDay["gate-lake"]?.today == .init(given: 16, polls: 16), "what is exempt does not count")
    }

    @Test("A timeline says what was seen, what was exempt and what nobody knows, up to now")
    func timeline() async throws {
        let now = try Self.moment("2025-03-02", hour: 6)
        let timeline = try await reader(now: now).timeline(of: "gate-lake", Self.days("2025-03-01", "2025-03-05"))
        #expect(timeline.spans.map(\.state) == ["up", "exempt"])
        #expect(timeline.from == timeline.spans.first?.from && timeline.to == timeline.spans.last?.to)
        #expect(timeline.to.milliseconds == Int64(now) * 1000)
        #expect(timeline.polls.count == 48 && timeline.polls.last?.result == "noConnect")
        let away = try await reader(now: now).timeline(of: "square-east", Self.days("2025-03-01", "2025-03-02"))
        #expect(away.spans.map(\.state) == ["down", "unknown"] && away.spans.first?.cause == "refused")
        let covered = try await reader(now: now).timeline(of: "road-south", Self.days("2025-03-01", "2025-03-01"))
        #expect(covered.polls.first?.result == "ok" && covered.polls.first?.cause == "covered")
        let future = try await reader(now: now).timeline(of: "road-south", Self.days("2025-04-01", "2025-04-02"))
        #expect(future.spans.isEmpty && future.polls.isEmpty && future.from == future.to)
    }

    @Test("Books that cannot be read are said to be away")
    func away() async throws {
        let reader = reader(now: try Self.moment("2025-03-02"))
        let other = try FileHandle(forWritingTo: URL(fileURLWithPath: books.path))
        try other.truncate(atOffset: 0)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: books.path + suffix) }
        await #expect(throws: CameraDesk.Refusal.booksAway) { _ = try await reader.outputRates() }
    }
}

extension Array where Element: Comparable {
    fileprivate func isSorted(by holds: (Element, Element) -> Bool) -> Bool {
        zip(self, dropFirst()).allSatisfy { holds($0, $1) }
    }
}
