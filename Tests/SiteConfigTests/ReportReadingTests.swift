import Ledger
import Testing

@testable import SiteConfig

@Suite struct ReportReadingTests {
    private func text(_ reports: String) -> String {
        """
        site: a
        dataDirectory: ./data
        \(reports)
        cameras: [{camera: a, url: rtsp://127.0.0.1/1, detectors: {thrown-object: {}}}]
        """
    }

    @Test func `no reports are written unless they are named`() throws {
        #expect(try site(text("")).reports == nil)
        #expect(try site(text("reports: {}")).reports == SiteSettings.Reports(folder: nowhere + "/data/reports"))
        #expect(try site(text("reports:")).reports != nil, "an empty group is a group")
    }

    @Test func `every key is read`() throws {
        let reports = try site(
            text(
                """
                reports: {daily: "23:59", folder: /srv/reports, formats: [json, text, csv], by: key-position,
                  language: en, keepDays: 30}
                """)
        ).reports
        var expected = SiteSettings.Reports(folder: "/srv/reports")
        (expected.minute, expected.keepDays) = (1439, 30)
        (expected.formats, expected.grouping, expected.language) = ([.text, .csv, .json], .keyPosition, .english)
        #expect(reports == expected)
    }

    @Test(arguments: [
        ("daily: \"24:00\"", "reports.daily"), ("daily: 6:30", "reports.daily"), ("formats: []", "reports.formats"),
        ("formats: [pdf]", "reports.formats[0]"), ("by: colour", "reports.by"), ("language: fr", "reports.language"),
        ("keepDays: 0", "reports.keepDays"), ("folder: evidence", "reports.folder"),
        ("folder: books.sqlite", "reports.folder"), ("folder: .", "reports.folder"), ("hour: 6", "reports.hour"),
    ])
    func `what is wrong is named with its key`(line: String, key: String) {
        let found = mistakes(in: text("reports: {\(line)}"))
        #expect(found.map(\.key) == [key], "\(found)")
        #expect(found.allSatisfy { !$0.remedy.isEmpty })
    }
}
