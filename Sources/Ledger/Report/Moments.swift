import Foundation

/// Moments and durations of a report in words.
struct Moments {
    let zone: TimeZone
    let language: ReportLanguage
    private let calendar: Calendar

    init(zone: TimeZone, language: ReportLanguage) {
        self.zone = zone
        self.language = language
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
    }

    /// As `2025-05-01 06:30`, in the site's time zone.
    func moment(_ second: Int) -> String {
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: Double(second)))
        let (month, day) = (Self.two(parts.month ?? 1), Self.two(parts.day ?? 1))
        return "\(parts.year ?? 1970)-\(month)-\(day) \(Self.two(parts.hour ?? 0)):\(Self.two(parts.minute ?? 0))"
    }

    /// As `05-01`.
    func day(_ second: Int) -> String { String(moment(second).dropFirst(5).prefix(5)) }

    /// As `06:00`.
    func time(_ second: Int) -> String { String(moment(second).suffix(5)) }

    /// As `2025-05-01T06:30:00+08:00` (RFC 3339).
    func rfc3339(_ second: Int) -> String {
        let date = Date(timeIntervalSince1970: Double(second))
        let offset = zone.secondsFromGMT(for: date)
        let hours = "\(offset < 0 ? "-" : "+")\(Self.two(abs(offset) / 3600)):\(Self.two(abs(offset) / 60 % 60))"
        let seconds = Self.two(calendar.component(.second, from: date))
        return moment(second).replacing(" ", with: "T") + ":" + seconds + hours
    }

    /// The two largest units, the smaller one rounded down: `3 d 4 h`, `5 min 10 s`.
    func duration(_ seconds: Int) -> String {
        let units = [
            (86_400, Phrase("天", "d")), (3600, Phrase("小时", "h")), (60, Phrase("分", "min")), (1, Phrase("秒", "s")),
        ]
        let first = units.firstIndex { seconds >= $0.0 } ?? units.count - 1
        var rest = seconds
        let parts = units[first...].prefix(2).compactMap { size, unit -> String? in
            let count = rest / size
            rest %= size
            return count > 0 || size == 1 && seconds == 0 ? "\(count) \(unit[language])" : nil
        }
        return parts.joined(separator: " ")
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
