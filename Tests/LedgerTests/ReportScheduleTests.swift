import Foundation
import Testing

@testable import Ledger

@Suite struct ReportScheduleTests {
    private let schedule = ReportSchedule(minute: 390, zone: ReportFixture.zone)
    private static let noon = Double(ReportFixture.begin + 43_200)

    private func due(
        now: Double, begin: String? = "2025-01-01", written: Set<String> = []
    ) -> [String] {
        schedule.due(now: now, begin: begin.flatMap { CivilDate($0) }) { written.contains($0.description) }
            .map(\.description)
    }

    @Test func `the report of a day is due on the next at the set minute, not before`() {
        let written: Set = [
            "2025-04-23", "2025-04-24", "2025-04-25", "2025-04-26", "2025-04-27", "2025-04-28", "2025-04-29",
        ]
        let minute = Double(ReportFixture.begin + 390 * 60)
        #expect(due(now: minute - 1, written: written) == [])
        #expect(due(now: minute, written: written) == ["2025-04-30"])
        #expect(due(now: minute, written: written.union(["2025-04-30"])) == [])
    }

    @Test func `after a stop the last seven days are caught up, the earliest first`() {
        let days = due(now: Self.noon)
        #expect(days.count == ReportSchedule.mostDays)
        #expect(days.first == "2025-04-24" && days.last == "2025-04-30")
        #expect(due(now: Self.noon, written: ["2025-04-29", "2025-04-24"]).count == 5)
    }

    @Test func `days of which the books know nothing are left out`() {
        #expect(due(now: Self.noon, begin: "2025-04-29") == ["2025-04-29", "2025-04-30"])
        #expect(due(now: Self.noon, begin: "2025-05-01") == [])
        #expect(due(now: Self.noon, begin: nil) == [])
    }

    @Test func `an hour that clocks skip is no trouble`() throws {
        // In Berlin 02:30 does not exist on 30 March 2025.
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let schedule = ReportSchedule(minute: 150, zone: berlin)
        let date = try #require(CivilDate("2025-03-30"))
        let midnight = date.start(in: berlin)
        #expect(schedule.lastDay(now: midnight + 3600).description == "2025-03-28")
        #expect(schedule.lastDay(now: midnight + 3 * 3600).description == "2025-03-29")
    }

    @Test(arguments: [
        ("2025-03-01", "2025-02-28"), ("2024-03-01", "2024-02-29"), ("2025-01-01", "2024-12-31"),
        ("2025-05-02", "2025-05-01"), ("1970-01-01", "1970-01-01"),
    ])
    func `the day before is that of the calendar`(day: String, before: String) throws {
        #expect(try #require(CivilDate(day)).previous.description == before)
    }

    @Test func `only files that bear a report's name are taken for one`() throws {
        let date = try #require(CivilDate("2025-05-01"))
        for format in ReportFormat.allCases {
            let name = ReportName(site: "east-garden", date: date, format: format)
            #expect(ReportName(name.description, site: "east-garden") == name)
        }
        for name in [
            "east-garden-2025-05-01", "east-garden-2025-05-01.pdf", "east-garden-2025-5-1.html", "west-2025-05-01.html",
            "east-garden-2025-05-01.html.12.part", "east-garden-notes.txt", "east-garden-2025-02-30.html",
            "east-garden-x-2025-05-01.html",
        ] { #expect(ReportName(name, site: "east-garden") == nil, "\(name)") }
    }
}
