import Foundation
import Ledger
import Logging
import SiteConfig
import TestSupport
import Testing

@testable import tocsin

@Suite struct DailyReportsTests {
    private static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
    /// 2025-05-01T00:00:00+08:00.
    private static let begin = 1_746_028_800
    private static let day = 86_400

    private let folder: ScratchFolder
    private let reports: DailyReports

    init() throws {
        folder = try ScratchFolder()
        var settings = SiteSettings.Reports(folder: folder.file("reports"))
        settings.keepDays = 3
        var registry = Registry()
        registry.devices = [Device(id: "gate")]
        reports = DailyReports(
            .init(
                site: "east", registry: registry, zone: Self.zone, booksPath: folder.file(Books.fileName),
                reports: settings), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("reports"))) ?? []).sorted()
    }

    private func beginBooks() throws {
        let books = try Books(path: folder.file(Books.fileName))
        try books.beginSession(at: Self.begin)
        try books.note("gate", .up, since: Self.begin)
        try books.witness(at: Self.begin + 20 * Self.day)
    }

    /// Half past six, local time, so many days after the books began.
    private func morning(_ days: Int) -> Double { Double(Self.begin + days * Self.day + 390 * 60) }

    @Test func `without books nothing is written, and nothing is made`() {
        reports.writeDue(now: morning(1))
        #expect(names == [])
        #expect(!FileManager.default.fileExists(atPath: folder.file(Books.fileName)))
    }

    @Test func `each morning the day before is written, once, in every format`() throws {
        try beginBooks()
        reports.writeDue(now: morning(1) - 1)
        #expect(names == [])
        reports.writeDue(now: morning(1))
        #expect(names == ["east-2025-05-01.csv", "east-2025-05-01.html"])
        let file = folder.file("reports/east-2025-05-01.html")
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("lang=\"zh-CN\""))
        try "kept".write(toFile: file, atomically: true, encoding: .utf8)
        reports.writeDue(now: morning(1) + 60)
        reports.writeDue(now: morning(2))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "kept")
        #expect(names.count == 4)
    }

    @Test func `after a stop what was missed is written, and what is past its time is deleted, nothing else`() throws {
        try beginBooks()
        reports.writeDue(now: morning(1))
        for name in ["east-notes.html", "west-2025-05-01.html"] {
            try "x".write(toFile: folder.file("reports/" + name), atomically: true, encoding: .utf8)
        }
        reports.writeDue(now: morning(12))
        // Seven days are caught up; of these three are kept, and those of today's date on.
        #expect(
            names == [
                "east-2025-05-10.csv", "east-2025-05-10.html", "east-2025-05-11.csv", "east-2025-05-11.html",
                "east-2025-05-12.csv", "east-2025-05-12.html", "east-notes.html", "west-2025-05-01.html",
            ])
    }

    @Test func `a folder that cannot be made is tried again after ten minutes`() throws {
        try beginBooks()
        try "in the way".write(toFile: folder.file("reports"), atomically: true, encoding: .utf8)
        reports.writeDue(now: morning(1))
        try FileManager.default.removeItem(atPath: folder.file("reports"))
        reports.writeDue(now: morning(1) + 599)
        #expect(names == [])
        reports.writeDue(now: morning(1) + 600)
        #expect(names.count == 2)
    }
}
