public import Foundation

/// A day of the calendar, without a time or a time zone.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Year of the Gregorian calendar.
    public let year: Int
    /// 1…12.
    public let month: Int
    /// 1…31.
    public let day: Int

    /// The day, or nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...Self.days(of: month, in: year)).contains(day)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads `2025-12-31`, nothing else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "-") }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day on which `moment`, in seconds since 1970, falls in `zone`.
    public init(_ moment: Double, in zone: TimeZone) {
        let parts = Self.calendar(zone).dateComponents(
            [.year, .month, .day], from: Date(timeIntervalSince1970: moment))
        (year, month, day) = (parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1)
    }

    /// The first moment of the day in `zone`, in seconds since 1970.
    public func start(in zone: TimeZone) -> Double {
        let parts = DateComponents(year: year, month: month, day: day)
        return Self.calendar(zone).date(from: parts)?.timeIntervalSince1970 ?? 0
    }

    /// The day after.
    public var next: CivilDate {
        if let next = CivilDate(year: year, month: month, day: day + 1) { return next }
        return CivilDate(year: year, month: month + 1, day: 1) ?? CivilDate(year: year + 1, month: 1, day: 1) ?? self
    }

    /// As `2025-12-31`.
    public var description: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }

    /// Earlier days order first.
    public static func < (lhs: CivilDate, rhs: CivilDate) -> Bool {
        (lhs.year, lhs.month, lhs.day) < (rhs.year, rhs.month, rhs.day)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func days(of month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func calendar(_ zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}
