import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Ledger

/// Rates against figures that were worked out by hand: 48 polls a day.
struct RateTests {
    /// One day, one device.
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        /// Results from midnight on.
        var results: String
        var exempt: ClosedRange<Int>?
        var from: String?
        var to: String?
        var output: Ratio
        var strict: Ratio
        var scheduled: Int
        var exemptCount = 0
        var isEnough = true
        var good: Int?
    }

    private static func days(_ letter: Character, _ count: Int) -> String { String(repeating: letter, count: count) }

    static let cases = [
        Case(
            testDescription: "every poll a picture", results: days("o", 48), output: Ratio(48, of: 48),
            strict: Ratio(48, of: 48), scheduled: 48, good: 48),
        Case(
            testDescription: "offline counts as failed", results: days("o", 36) + days("n", 12),
            output: Ratio(36, of: 48), strict: Ratio(36, of: 48), scheduled: 48),
        Case(
            testDescription: "refused, busy, no image, black, slate and frozen count as failed",
            results: days("o", 42) + "ubiksf", output: Ratio(42, of: 48), strict: Ratio(42, of: 48), scheduled: 48),
        Case(
            testDescription: "a covered picture is a picture, but no good one", results: days("o", 40) + days("c", 8),
            output: Ratio(48, of: 48), strict: Ratio(48, of: 48), scheduled: 48, good: 40),
        Case(
            testDescription: "what was not polled leaves the denominator", results: days("o", 40) + days("-", 8),
            output: Ratio(40, of: 40), strict: Ratio(40, of: 40), scheduled: 48),
        Case(
            testDescription: "39 of 48 are 81.25 percent: enough", results: days("o", 39) + days("-", 9),
            output: Ratio(39, of: 39), strict: Ratio(39, of: 39), scheduled: 48),
        Case(
            testDescription: "38 of 48 are 79.17 percent: too few", results: days("o", 38) + days("-", 10),
            output: Ratio(38, of: 38), strict: Ratio(38, of: 38), scheduled: 48, isEnough: false),
        Case(
            testDescription: "an exempt morning leaves numerator and denominator",
            results: days("n", 16) + days("o", 32), exempt: 0...15, output: Ratio(32, of: 32),
            strict: Ratio(32, of: 48), scheduled: 48, exemptCount: 16),
        Case(
            testDescription: "an exempt poll that gave a picture does not count either", results: days("o", 48),
            exempt: 10...19, output: Ratio(38, of: 38), strict: Ratio(48, of: 48), scheduled: 48, exemptCount: 10),
        Case(
            testDescription: "not polled while exempt is no shortage", results: days("-", 16) + days("o", 32),
            exempt: 0...15, output: Ratio(32, of: 32), strict: Ratio(32, of: 32), scheduled: 48, exemptCount: 16),
        Case(
            testDescription: "in service from that day on", results: days("o", 48), from: "2025-06-15",
            output: Ratio(48, of: 48), strict: Ratio(48, of: 48), scheduled: 48),
    ]

    @Test(arguments: cases)
    func `a day's output rate is what hand arithmetic says`(_ example: Case) throws {
        let fixture = try LedgerFixture()
        try fixture.polls("a", from: slot("2025-06-15"), example.results)
        var registry = Registry()
        var device = Device(id: "a")
        device.from = example.from.flatMap(CivilDate.init)
        registry.devices = [device]
        if let exempt = example.exempt {
            let start = Double(moment("2025-06-15") + exempt.lowerBound * 1800)
            registry.exemptions = [
                Exemption(
                    devices: ["a"], reason: "works", approver: "street office", start: start,
                    end: Double(moment("2025-06-15") + (exempt.upperBound + 1) * 1800), entered: start)
            ]
        }
        let assessment = try Assessment(
            registry, books: fixture.books, period: period("2025-06-15", "2025-06-15"), now: moment("2025-06-17"))
        let figures = try #require(assessment.accounts.first?.figures)
        #expect(figures.outputRate == example.output)
        #expect(assessment.strictTotal.outputRate == example.strict)
        #expect(figures.scheduled == example.scheduled)
        #expect(figures.exempt == example.exemptCount)
        #expect(figures.hasEnoughPolls == example.isEnough)
        if let good = example.good { #expect(figures.polls.good == good) }
    }

    @Test func `flawed exemptions count for nothing`() {
        let day = 86_400.0
        let table: [(Exemption, Exemption.Flaw?)] = [
            (Exemption(devices: [], reason: "r", approver: "a", start: 0, end: 7 * day, entered: day), nil),
            (Exemption(devices: [], reason: "r", approver: "a", start: 0, end: 7 * day + 1, entered: 0), .tooLong),
            (Exemption(devices: [], reason: "r", approver: "a", start: 0, end: day, entered: day + 1), .enteredLate),
            (Exemption(devices: [], reason: "r", approver: "a", start: day, end: day, entered: 0), .backwards),
        ]
        for (exemption, flaw) in table { #expect(exemption.flaw == flaw) }
    }

    @Test func `service dates cut a period on both sides`() throws {
        let fixture = try LedgerFixture()
        // Four days of pictures; in service on the second and third.
        try fixture.polls("a", from: slot("2025-06-14"), Self.days("o", 4 * 48))
        var device = Device(id: "a")
        (device.from, device.to) = (CivilDate("2025-06-15"), CivilDate("2025-06-16"))
        var registry = Registry()
        registry.devices = [device]
        func count(_ from: String, _ through: String) throws -> Int? {
            try Assessment(
                registry, books: fixture.books, period: period(from, through), now: moment("2025-07-01")
            ).accounts.first?.figures.outputRate.denominator
        }
        #expect(try count("2025-06-14", "2025-06-17") == 96)
        #expect(try count("2025-06-16", "2025-06-17") == 48)
        #expect(try count("2025-06-17", "2025-06-18") == nil)
    }

    @Test func `a device that was retired within the period is not online at its end`() throws {
        let fixture = try LedgerFixture()
        try fixture.books.beginSession(at: moment("2025-06-15"))
        // Up throughout: nobody switched it off.
        for id in ["kept", "retired"] { try fixture.books.note(id, .up, since: moment("2025-06-15")) }
        try fixture.books.witness(at: moment("2025-06-18"))
        var registry = Registry()
        registry.devices = ["kept", "retired"].map(Device.init(id:))
        registry.devices[1].to = CivilDate("2025-06-16")
        func total(_ from: String, _ through: String) throws -> Figures {
            try Assessment(
                registry, books: fixture.books, period: period(from, through), now: moment("2025-06-18")
            ).total
        }
        #expect(try total("2025-06-15", "2025-06-16").onlineCount == Ratio(2, of: 2), "its last day")
        let both = try total("2025-06-15", "2025-06-17")
        #expect(both.onlineCount == Ratio(1, of: 1) && both.devices == 2 && both.hasEnoughStates)
        #expect(both.onlineDevices == 2, "the time in which it was in service counts")
        let report = try Report(
            site: "s", registry: registry, books: fixture.books, period: period("2025-06-15", "2025-06-17"),
            grouping: .device, now: moment("2025-06-18"))
        #expect(report.days.map(\.figures.onlineCount) == [Ratio(2, of: 2), Ratio(2, of: 2), Ratio(1, of: 1)])
        let row = try #require(report.rows.first { $0.name == "retired" })
        #expect(ReportWording(report, .english).figure(.onlineCount, of: row, strict: false) == "–")
    }

    /// Days, months and daylight rules: polls that fall into each.
    @Test(arguments: [
        ("2024-02-01", "2024-02-29", "Asia/Shanghai", 29 * 48),
        ("2025-02-01", "2025-02-28", "Asia/Shanghai", 28 * 48),
        ("2024-12-31", "2025-01-01", "Asia/Shanghai", 96),
        ("2025-03-30", "2025-03-30", "Europe/Berlin", 46),
        ("2025-10-26", "2025-10-26", "Europe/Berlin", 50),
        ("2025-10-01", "2025-10-31", "Europe/Berlin", 31 * 48 + 2),
    ])
    func `a period holds the half hours of its days`(from: String, through: String, zone: String, count: Int) throws {
        let fixture = try LedgerFixture()
        var registry = Registry()
        registry.devices = [Device(id: "a")]
        let period = period(from, through, zone: try #require(TimeZone(identifier: zone)))
        let assessment = try Assessment(registry, books: fixture.books, period: period, now: moment("2026-01-01"))
        #expect(assessment.total.scheduled == count)
    }

    @Test func `a poll at a month's end belongs to the month in which its half hour began`() throws {
        let fixture = try LedgerFixture()
        try fixture.polls("a", from: slot("2025-02-28", 23, 30), "on")
        var registry = Registry()
        registry.devices = [Device(id: "a")]
        func rate(_ from: String, _ through: String) throws -> Ratio {
            try Assessment(
                registry, books: fixture.books, period: period(from, through), now: moment("2025-04-02")
            ).total.outputRate
        }
        #expect(try rate("2025-02-01", "2025-02-28") == Ratio(1, of: 1))
        #expect(try rate("2025-03-01", "2025-03-31") == Ratio(0, of: 1))
        #expect(try rate("2025-02-01", "2025-03-31") == Ratio(1, of: 2))
    }

    @Test func `a running day asks only for half hours that are over`() throws {
        let fixture = try LedgerFixture()
        try fixture.polls("a", from: slot("2025-06-15"), "oon")
        var registry = Registry()
        registry.devices = [Device(id: "a")]
        let day = period("2025-06-15", "2025-06-15")
        let assessment = try Assessment(registry, books: fixture.books, period: day, now: moment("2025-06-15", 1, 29))
        #expect(assessment.total.scheduled == 2)
        #expect(assessment.total.outputRate == Ratio(2, of: 2))
    }

    @Test func `the lenient rate counts channels with one picture`() throws {
        let fixture = try LedgerFixture()
        try fixture.polls("a", from: slot("2025-06-15"), "onnn")
        try fixture.polls("b", from: slot("2025-06-15"), "nnnn")
        var registry = Registry()
        registry.devices = ["a", "b", "never-polled"].map(Device.init(id:))
        let assessment = try Assessment(
            registry, books: fixture.books, period: period("2025-06-15", "2025-06-15"), now: moment("2025-06-17"))
        #expect(assessment.total.lenientOutputRate == Ratio(1, of: 2))
        #expect(assessment.total.outputRate == Ratio(1, of: 8))
        #expect(assessment.total.devices == 3)
    }

    @Test func `shuffling, splitting and repeating polls never changes a rate`() throws {
        var random = Seeded(state: 20_250_615)
        let letters = Array("ooooooocnubiksf-")
        for _ in 0..<20 {
            var polls: [Poll] = []
            let devices = ["a", "b", "c", "d"]
            for device in devices {
                let results = String((0..<96).map { _ in letters.randomElement(using: &random) ?? "o" })
                polls += LedgerFixture.polls(device, from: slot("2025-06-15"), results)
            }
            func figures(_ batches: [[Poll]]) throws -> [Figures] {
                let fixture = try LedgerFixture()
                for batch in batches { try fixture.books.record(batch) }
                var registry = Registry()
                registry.devices = devices.map(Device.init(id:))
                let assessment = try Assessment(
                    registry, books: fixture.books, period: period("2025-06-15", "2025-06-16"),
                    now: moment("2025-07-01"))
                return assessment.accounts.map(\.figures) + [assessment.total]
            }
            let whole = try figures([polls])
            let shuffled = polls.shuffled(using: &random)
            let cut = Int.random(in: 0...shuffled.count, using: &random)
            #expect(
                try figures([Array(shuffled[..<cut]), Array(shuffled[cut...]), Array(shuffled.prefix(7))]) == whole)
            // Two days add up to both, whichever way they are cut.
            let sum = whole.dropLast().reduce(Figures(), +)
            #expect(sum == whole.last)
        }
    }

    @Test(arguments: [
        (80, 100, 80, true), (799, 1000, 80, false), (0, 0, 80, false), (4, 5, 80, true), (1, 1, 100, true),
    ])
    func `a target is compared in whole numbers`(ok: Int, required: Int, target: Int, isReached: Bool) {
        #expect(Ratio(ok, of: required).reaches(percent: target) == isReached)
    }

    @Test func `a rate that misses its target is never shown as reaching it`() {
        #expect(Ratio(79_999, of: 100_000).description == "79.99 % (79999/100000)")
        #expect(Ratio(0, of: 0).description == "– (0/0)")
        #expect(Ratio(1, of: 1).description == "100.00 % (1/1)")
    }
}
