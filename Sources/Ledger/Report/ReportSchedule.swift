public import Foundation

/// When daily reports are due: that of a day on the day after, at a set time.
public struct ReportSchedule: Hashable, Sendable {
    /// Days that are caught up after a stop, at most.
    public static let mostDays = 7

    /// Minutes after midnight at which a report is written.
    public var minute: Int
    /// In which time zone.
    public var zone: TimeZone

    /// Each day at `minute` in `zone`.
    public init(minute: Int, zone: TimeZone) {
        self.minute = minute
        self.zone = zone
    }

    /// The days whose report is due at `now`, in seconds since 1970, the earliest first.
    ///
    /// - Parameters:
    ///   - begin: the first day of which anything is known; nil where nothing is.
    ///   - isWritten: whether the report of a day is there already.
    public func due(now: Double, begin: CivilDate?, isWritten: (CivilDate) -> Bool) -> [CivilDate] {
        guard let begin else { return [] }
        var last = lastDay(now: now)
        var days: [CivilDate] = []
        while days.count < Self.mostDays, last >= begin {
            days.append(last)
            last = last.previous
        }
        return days.reversed().filter { !isWritten($0) }
    }

    /// The last day whose report is due at `now`.
    public func lastDay(now: Double) -> CivilDate {
        let today = CivilDate(now, in: zone)
        return now < today.moment(minute: minute, in: zone) ? today.previous.previous : today.previous
    }

    /// The first day whose report is kept at `now` where reports are kept for `days`.
    public func firstKept(now: Double, days: Int) -> CivilDate {
        CivilDate(now - Double(days) * 86_400, in: zone)
    }
}

extension CivilDate {
    /// The day before; 1970-01-01 has none and is its own.
    public var previous: CivilDate {
        if let previous = CivilDate(year: year, month: month, day: day - 1) { return previous }
        let (year, month) = month > 1 ? (year, month - 1) : (year - 1, 12)
        return (28...31).reversed().lazy.compactMap { CivilDate(year: year, month: month, day: $0) }.first ?? self
    }

    /// The moment that clocks in `zone` show `minute` minutes after midnight on this day, in seconds since 1970. Where a
    /// clock put forward never shows it, the first one after.
    func moment(minute: Int, in zone: TimeZone) -> Double {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = DateComponents(year: year, month: month, day: day, hour: minute / 60, minute: minute % 60)
        return calendar.date(from: parts)?.timeIntervalSince1970 ?? start(in: zone) + Double(minute) * 60
    }
}
