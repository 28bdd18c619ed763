import Foundation
import Testing

@testable import Ledger

@Suite struct ReportTests {
    @Test func `totals are those reckoned by hand, with exemptions and without`() throws {
        let total = try ReportFixture().report().total
        // Scheduled: three devices over two days, one over one. Exempt: a day of shed. Roof was not polled.
        #expect(total.figures.scheduled == 336)
        #expect(total.figures.exempt == 48)
        #expect(total.figures.outputRate == Ratio(96 + 72 + 48, of: 240))
        #expect(total.strictFigures.outputRate == Ratio(216, of: 288))
        #expect(total.figures.lenientOutputRate == Ratio(3, of: 3))
        #expect(total.figures.hasEnoughPolls && total.figures.pollCoverage == Ratio(240, of: 288))
        #expect(total.completeness == Ratio(1, of: 4))
        // Yard: 129 000 of 172 200 s known were up.
        #expect(total.figures.onlineTime == Ratio(1_000_000 + 749_128 + 1_000_000, of: 3_000_000))
        #expect(total.figures.onlineCount == Ratio(3, of: 4))
        #expect(!total.figures.hasEnoughStates, "of roof nothing is known")
    }

    @Test func `groups come by name, those without one last`() throws {
        let rows = try ReportFixture().report().rows
        #expect(rows.map(\.name) == ["东花园", "西花园", nil])
        #expect(rows.map(\.figures.outputRate) == [Ratio(168, of: 192), Ratio(0, of: 0), Ratio(48, of: 48)])
        #expect(rows.map(\.figures.hasEnoughPolls) == [true, false, true])
    }

    @Test func `days are those that a report on each of them alone gives`() throws {
        let fixture = try ReportFixture()
        let days = try fixture.report().days
        #expect(days.map(\.date) == [ReportFixture.first, ReportFixture.first.next])
        for day in days {
            #expect(try fixture.report(from: day.date, through: day.date).total.figures == day.figures)
        }
        #expect(days.reduce(0) { $0 + $1.figures.polls.total } == 240)
    }

    @Test func `a day that is not over is judged up to now, and its poll that still runs is left out`() throws {
        let now = ReportFixture.begin + ReportFixture.day / 2 + 1000
        let report = try ReportFixture().report(now: now)
        #expect(report.end == now)
        #expect(report.days.count == 1)
        #expect(report.total.figures.scheduled == 3 * 24)
        #expect(try ReportFixture().report(now: ReportFixture.begin).accounts.isEmpty)
    }

    @Test func `the longest gap comes first, with cause and exempt time`() throws {
        let report = try ReportFixture().report()
        let gaps = report.worstGaps(10)
        #expect(gaps.map(\.device) == ["shed", "yard"])
        #expect(gaps.map(\.seconds.count) == [86_400, 43_200])
        #expect(gaps.map(\.exemptSeconds) == [86_400, 0])
        #expect(gaps.map(\.cause) == ["<b>odd</b>", "noRoute"])
        #expect(report.worstGaps(1).map(\.device) == ["shed"])
        #expect(report.worstGaps(10, each: 0).isEmpty)
        #expect(report.downTime == (2, 129_600))
    }

    @Test func `time in which Tocsin stood still is told apart`() throws {
        let stop = ReportFixture.begin + ReportFixture.day * 3 / 2
        #expect(try ReportFixture().report().unwatched == [stop..<stop + 600])
        let fixture = try ReportFixture()
        #expect(try fixture.books.unwatched(in: stop + 100..<stop + 700) == [stop + 100..<stop + 600])
        let later = ReportFixture.end..<ReportFixture.end + 10
        #expect(try fixture.books.unwatched(in: later) == [later])
    }

    @Test func `the map of availability has hours for a day, days for more`() throws {
        let fixture = try ReportFixture()
        let oneDay = try fixture.report(from: ReportFixture.first, through: ReportFixture.first).availability
        #expect(oneDay.columns.count == 24)
        #expect(oneDay.rows[1].map(\.share) == Array(repeating: 0, count: 12) + Array(repeating: 1, count: 12))
        let both = try fixture.report().availability
        #expect(both.columns.map(\.count) == [86_400, 86_400])
        #expect(both.rows[2].map(\.seconds) == [0, 86_400], "roof is in service from the second day on")
        #expect(both.rows[2].map(\.share) == [nil, nil], "and nothing is known of it")
    }

    @Test func `long periods have columns of weeks and months, so that paper holds them`() throws {
        let fixture = try ReportFixture()
        for (days, columns) in [(62, 62), (63, 9), (365, 53), (1096, 37)] {
            var last = ReportFixture.first
            for _ in 1..<days { last = last.next }
            let report = try fixture.report(through: last, now: ReportFixture.begin + days * 86_400)
            #expect(report.availability.columns.count == columns, "\(days)")
            #expect(report.days.count == days)
        }
    }

    @Test(arguments: Grouping.allCases)
    func `every format can be made of every grouping, also of a site without devices`(grouping: Grouping) throws {
        let fixture = try ReportFixture()
        var empty = fixture
        empty.registry = Registry()
        for report in [try fixture.report(by: grouping), try empty.report(by: grouping)] {
            for format in ReportFormat.allCases {
                for language in ReportLanguage.allCases {
                    #expect(report.rendered(as: format, language).contains("east-garden"))
                }
            }
        }
    }
}
