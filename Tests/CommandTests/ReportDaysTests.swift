import ArgumentParser
import Ledger
import Testing

@testable import tocsin

@Suite struct ReportDaysTests {
    @Test(
        arguments: [
            (nil, nil, "2025-05-09", "2025-05-09"), ("2025-05-01", nil, "2025-05-01", "2025-05-09"),
            ("2025-05-10", nil, "2025-05-10", "2025-05-10"), (nil, "2025-05-03", "2025-05-03", "2025-05-03"),
            ("2025-05-01", "2025-05-10", "2025-05-01", "2025-05-10"), ("2022-05-07", nil, "2022-05-07", "2025-05-09"),
        ] as [(String?, String?, String, String)])
    func `what is left out is yesterday`(from: String?, to: String?, first: String, last: String) throws {
        let today = try #require(CivilDate("2025-05-10"))
        let days = try ReportDays(from: from, to: to, today: today)
        #expect(days.from.description == first)
        #expect(days.through.description == last)
    }

    @Test(
        arguments: [
            ("2025-05-11", nil), (nil, "2025-05-11"), ("2025-05-02", "2025-05-01"), ("2025-5-1", nil), (nil, ""),
            ("2022-01-01", nil),
        ] as [(String?, String?)])
    func `what cannot be is refused`(from: String?, to: String?) throws {
        let today = try #require(CivilDate("2025-05-10"))
        #expect(throws: ValidationError.self) { try ReportDays(from: from, to: to, today: today) }
    }
}
