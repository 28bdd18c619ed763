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
        reports = Self.service(in: folder)
    }

    /// The service as it starts with `exemptions` in the site's file.
    private static func service(in folder: ScratchFolder, _ exemptions: [Exemption] = []) -> DailyReports {
        var settings = SiteSettings.Reports(folder: folder.file("reports"))
        settings.keepDays = 3
        var registry = Registry()
        registry.devices = [Device(id: "gate")]
        registry.exemptions = exemptions
        return DailyReports(
            .init(
                site: "east", registry: { [registry] in registry }, zone: zone, booksPath: folder.file(Books.fileName),
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

    @Test func `the reports of days that an exemption added later touches are written again, once, and no others`()
        throws
    {
        try beginBooks()
        for day in 1...3 { reports.writeDue(now: morning(day)) }
        let files = (1...3).map { folder.file("reports/east-2025-05-0\($0).html") }
        func mark() throws { for file in files { try "kept".write(toFile: file, atomically: true, encoding: .utf8) } }
        func isKept() throws -> [Bool] { try files.map { try String(contentsOfFile: $0, encoding: .utf8) == "kept" } }
        // From noon on the second day to the midnight at its end.
        let begin = Double(Self.begin + Self.day * 3 / 2)
        let exemption = Exemption(
            devices: ["gate"], reason: "外墙粉刷", approver: "王", start: begin, end: begin + Double(Self.day / 2),
            entered: begin)
        for (exemptions, kept) in [
            ([exemption], [true, false, true]), ([exemption], [true, true, true]), ([], [true, false, true]),
            ([], [true, true, true]),
        ] {
            try mark()
            Self.service(in: folder, exemptions).writeDue(now: morning(3) + 3600)
            #expect(try isKept() == kept)
            let page = try String(contentsOfFile: files[1], encoding: .utf8)
            if !kept[1] { #expect(page.contains("外墙粉刷") != exemptions.isEmpty) }
        }
        #expect(names.filter { !$0.hasPrefix(".") }.count == 6, "\(names)")
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
