import Foundation
import Ledger
import SiteConfig
import TestSupport
import Testing
import VideoCore

/// The scoreboard of `samples/registry`, against the hand arithmetic in its README.
struct SampleScoreboardTests {
    static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
    static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("samples/registry").path

    /// What each device gave on 2025-03-01, 48 polls: o a picture, c a covered one, n no answer, u refused, k black, f frozen,
    /// - not polled. Those that are not named gave a picture each time.
    private static let day: [String: String] = [
        "gate-lake": run("o", 16) + run("n", 32), "parking-lake": run("o", 16) + run("n", 32),
        "gate-south": run("u", 48), "road-south": run("c", 48), "square-east": run("n", 48),
        "lobby-south-1": run("k", 24) + run("o", 24), "path-lake": run("o", 30) + run("-", 18),
        "facade-south-1": run("f", 48),
    ]

    private static func run(_ letter: Character, _ count: Int) -> String { String(repeating: letter, count: count) }

    private static func result(_ letter: Character) -> PollResult? {
        ["o": .ok, "c": .ok, "n": .noConnect, "u": .unauthorized, "k": .black, "f": .frozen][letter]
    }

    /// Enters the day into the books at `path`.
    static func fill(_ path: String, _ devices: [Device]) throws {
        let books = try Books(path: path)
        let begin = Int(try #require(CivilDate("2025-03-01")).start(in: zone))
        try books.beginSession(at: begin)
        for device in devices {
            let letters = Array(day[device.id] ?? run("o", 48))
            let polls = letters.enumerated().compactMap { index, letter in
                result(letter).map {
                    Poll(
                        device: device.id, slot: PollSlot(number: begin / 1800 + index), result: $0,
                        fault: letter == "c" ? .covered : nil)
                }
            }
            try books.record(polls)
            try books.note(
                device.id, letters[0] == "n" ? .down : .up, since: begin, cause: letters[0] == "n" ? "refused" : nil)
            if let down = letters.firstIndex(of: "n"), down > 0 {
                try books.note(device.id, .down, since: begin + 1800 * down, cause: "connectTimeout")
            }
        }
        try books.witness(at: begin + 86_400)
    }

    @Test func `the scoreboard of the sample is what hand arithmetic says`() async throws {
        let scratch = try ScratchFolder()
        let folder = scratch.file("registry")
        try FileManager.default.copyItem(atPath: Self.samples, toPath: folder)
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let site = try SiteSettings.load(path: folder + "/site.yaml")
        #expect(site.registry.devices.count == 24)
        try Self.fill(folder + "/data/books.sqlite", site.registry.devices)

        let books = try Books(path: folder + "/data/books.sqlite")
        let date = try #require(CivilDate("2025-03-01"))
        let assessment = try Assessment(
            site.registry, books: books, period: Period(from: date, through: date, zone: Self.zone), now: 1_750_000_000)
        let board = Scoreboard(assessment)
        let table: [(Indicator, Ratio, Ratio, Verdict, missing: Int)] = [
            (.coverage, Ratio(9, of: 10), Ratio(9, of: 10), .met, 0),
            (.networked, Ratio(10, of: 10), Ratio(8, of: 10), .met, 0),
            (.intact, Ratio(8, of: 10), Ratio(6, of: 10), .missed, 1),
            (.outputRate, Ratio(902, of: 1070), Ratio(902, of: 1134), .met, 0),
            (.tallBuildings, Ratio(2, of: 3), Ratio(2, of: 3), .missed, 1),
            (.buildings, Ratio(2, of: 5), Ratio(2, of: 5), .missed, 3),
            (.openings, Ratio(212, of: 284), Ratio(212, of: 284), .missed, 72),
            (.elevators, Ratio(0, of: 3), Ratio(0, of: 3), .missed, 2),
            (.fire, Ratio(0, of: 3), Ratio(0, of: 3), .missed, 3),
        ]
        for (indicator, ratio, strict, verdict, missing) in table {
            let score = try #require(board[indicator])
            #expect(score.ratio == ratio, "\(indicator)")
            #expect(score.strictRatio == strict, "\(indicator)")
            #expect(score.verdict == verdict, "\(indicator)")
            #expect(score.missing == missing, "\(indicator)")
        }
        #expect(board[.intact]?.failing == ["gate-south", "road-south"])
        #expect(board[.tallBuildings]?.failing == ["south-1"])
        #expect(board[.buildings]?.failing == ["south-1", "south-2", "lake-1"])

        // The command says the same.
        let day = ["--from", "2025-03-01", "--to", "2025-03-01"]
        let outcome = try await Program.run(["report", "--config", folder + "/site.yaml", "--language", "zh"] + day)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for words in ["84.29 % (902/1070)", "79.54 % (902/1134)", "90.00 % (9/10)", "74.64 % (212/284)", "南花园南门"] {
            #expect(outcome.output.contains(words), "\(words)")
        }
    }
}
