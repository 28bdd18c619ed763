import ArgumentParser
import Ledger

/// The days of a report as the command line gives them. Pure: takes today.
struct ReportDays: Equatable {
    /// Days of one report at most: the three years that books are kept for, and a little.
    static let most = 1100

    let from: CivilDate
    let through: CivilDate

    /// Throws a ``ValidationError`` that says what is wrong with them and what would be right.
    init(from: String?, to: String?, today: CivilDate) throws {
        let yesterday = today.previous
        let first = try from.map { try Self.date($0, "--from") }
        let last = try to.map { try Self.date($0, "--to") }
        through = last ?? max(first ?? yesterday, yesterday)
        self.from = first ?? through
        if self.from > today {
            throw ValidationError("--from \(self.from) lies in the future: today is \(today)")
        }
        if self.from > through {
            throw ValidationError("--from \(self.from) comes after --to \(through): exchange them")
        }
        if through > today {
            throw ValidationError("--to \(through) lies in the future: give \(today) or an earlier day")
        }
        if self.from.advanced(by: Self.most) <= through {
            throw ValidationError("\(self.from) to \(through) are more than \(Self.most) days: ask for less at once")
        }
    }

    private static func date(_ text: String, _ option: String) throws -> CivilDate {
        guard let date = CivilDate(text) else {
            throw ValidationError("\(option): “\(printable(text))” is no day: write year, month and day, as 2026-05-31")
        }
        return date
    }
}

extension CivilDate {
    /// The day so many days later.
    fileprivate func advanced(by days: Int) -> CivilDate { (0..<days).reduce(self) { date, _ in date.next } }
}
