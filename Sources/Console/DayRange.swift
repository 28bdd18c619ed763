import Foundation
import Ledger
import VideoCore

extension RequestQuery {
    /// The days from `from` to `to`; where these are not given, today and the `before` days before it. Throws 400 where
    /// they are no days, in the wrong order, or more than `most`.
    func days(before: Int, most: Int, in zone: TimeZone, now: WallTime) throws(Problem) -> ClosedRange<CivilDate> {
        let last = try day("to") ?? CivilDate(now.secondsSince1970, in: zone)
        let first = try day("from") ?? Self.day(before, before: last, in: zone)
        guard first <= last else {
            throw .malformed("`from` lies behind `to`", "give the earlier day as `from`")
        }
        guard Self.day(most - 1, before: last, in: zone) <= first else {
            throw .malformed("these are too many days", "ask for \(most) days at most")
        }
        return first...last
    }

    private func day(_ name: String) throws(Problem) -> CivilDate? {
        guard let text = self[name] else { return nil }
        guard let day = CivilDate(text) else {
            throw .malformed("`\(name)` is no day", "write it as 2026-01-31, or leave it out")
        }
        return day
    }

    /// The day `count` days before `day`.
    private static func day(_ count: Int, before day: CivilDate, in zone: TimeZone) -> CivilDate {
        // Noon: a day may have 23 or 25 hours.
        CivilDate(day.start(in: zone) + 43_200 - Double(count) * 86_400, in: zone)
    }
}
