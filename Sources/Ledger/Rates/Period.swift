public import Foundation

/// The days that a report is about, in the site's time zone.
public struct Period: Hashable, Sendable {
    /// The first day.
    public var from: CivilDate
    /// The last day, which is part of it.
    public var through: CivilDate
    /// Where the days begin and end.
    public var zone: TimeZone

    /// From `from` up to and including `through`.
    public init(from: CivilDate, through: CivilDate, zone: TimeZone) {
        self.from = from
        self.through = max(from, through)
        self.zone = zone
    }

    /// In seconds since 1970. A day on which clocks are put forward or back has 23 or 25 hours.
    public var seconds: Range<Int> { Self.seconds(from: from, through: through, in: zone) }

    /// The days, in order.
    public var days: [CivilDate] { Array(sequence(first: from) { $0 < through ? $0.next : nil }) }

    /// Those of the days that begin before `end`, each with its seconds up to there.
    func judgedDays(until end: Int) -> [(date: CivilDate, seconds: Range<Int>)] {
        var days: [(date: CivilDate, seconds: Range<Int>)] = []
        var begin = seconds.lowerBound
        for date in self.days where begin < end {
            let next = Int(date.next.start(in: zone))
            days.append((date, begin..<min(max(next, begin), end)))
            begin = next
        }
        return days
    }

    /// From the first second of `from` up to the last of `through`; nil stands for as long ago, or as far ahead, as can be.
    static func seconds(from: CivilDate?, through: CivilDate?, in zone: TimeZone) -> Range<Int> {
        let begin = from.map { Int($0.start(in: zone)) } ?? .min
        let end = through.map { Int($0.next.start(in: zone)) } ?? .max
        return begin..<max(begin, end)
    }
}
