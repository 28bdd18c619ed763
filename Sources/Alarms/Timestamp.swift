import Foundation
public import VideoCore

/// A moment of civil time in whole milliseconds, spelled as RFC 3339 in UTC: `2026-01-31T08:15:00.120Z`.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, kept within the years 1 to 9999 that the spelling can hold.
    public let milliseconds: Int64

    private static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// The moment `milliseconds` after the Unix epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
    }

    /// `wallTime` to the nearest millisecond; the epoch when it is not a number.
    public init(_ wallTime: WallTime) {
        let rounded = (wallTime.secondsSince1970 * 1000).rounded()
        let limits = (Double(Self.range.lowerBound), Double(Self.range.upperBound))
        self.init(milliseconds: rounded.isNaN ? 0 : Int64(min(max(rounded, limits.0), limits.1)))
    }

    /// Reads RFC 3339 with any offset, with or without fractions of a second; nil when `text` is something else.
    public init?(rfc3339 text: String) {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        guard let date = try? style.parse(text) else { return nil }
        self.init(WallTime(secondsSince1970: date.timeIntervalSince1970))
    }

    /// The same moment as seconds.
    public var wallTime: WallTime { WallTime(secondsSince1970: Double(milliseconds) / 1000) }

    /// Earlier moments order first.
    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.milliseconds < rhs.milliseconds }

    /// The calendar day in UTC: `2026-01-31`.
    public var day: String {
        let days = (milliseconds - milliseconds.euclideanRemainder(86_400_000)) / 86_400_000
        let civil = Self.civil(daysSince1970: days)
        return "\(Self.padded(civil.year, 4))-\(Self.padded(civil.month, 2))-\(Self.padded(civil.day, 2))"
    }

    /// The RFC 3339 spelling, always with milliseconds and `Z`.
    public var rfc3339: String {
        let inDay = milliseconds.euclideanRemainder(86_400_000)
        let clock = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60].map { Self.padded($0, 2) }
        return "\(day)T\(clock.joined(separator: ":")).\(Self.padded(inDay % 1000, 3))Z"
    }

    private static func padded(_ value: Int64, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// Year, month and day in the proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March:
    /// the leap day then comes last, and months follow a straight line of 153 days for five of them.
    private static func civil(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = daysSince1970 + 719_468
        let dayOfEra = shifted.euclideanRemainder(146_097)
        let era = (shifted - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Timestamp: Codable {
    /// Reads the RFC 3339 spelling; throws `DecodingError.dataCorrupted` for anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let parsed = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time: \(text)")
        }
        self = parsed
    }

    /// Writes the RFC 3339 spelling.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

extension Int64 {
    /// The remainder that is never negative, for a positive `divisor`.
    fileprivate func euclideanRemainder(_ divisor: Int64) -> Int64 {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

extension WallTime {
    /// What the system's clock says now.
    package static func now() -> WallTime { WallTime(secondsSince1970: Date().timeIntervalSince1970) }
}
