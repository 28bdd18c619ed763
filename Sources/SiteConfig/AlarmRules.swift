public import VideoCore

/// When and how loudly a camera rings.
public struct AlarmRules: Hashable, Sendable {
    /// `cooldown`: seconds in which further thrown objects join the same alarm.
    public var cooldown: Double = 3
    /// `schedule`: it rings within any of these; always when empty.
    public var schedule: [Watch] = []
    /// `priority`: 1 (highest) … 4, where it differs from the default of the kind.
    public var priority: [AlarmKind: Int] = [:]

    /// The defaults: always, with the priorities of the kinds.
    public init() {}

    /// A stretch of the week, in the site's time zone.
    public struct Watch: Hashable, Sendable {
        /// Days on which it begins.
        public var days: Set<Weekday>
        /// Minutes after midnight, 0…1439.
        public var from: Int
        /// Minutes after midnight, 1…1440, exclusive; not after ``from``: on the next day.
        public var to: Int

        /// `from` until `to` on `days`.
        public init(days: Set<Weekday>, from: Int, to: Int) {
            self.days = days
            self.from = from
            self.to = to
        }
    }

    /// A day of the week; the number is that of ISO 8601.
    public enum Weekday: Int, CaseIterable, Hashable, Sendable {
        /// 周一.
        case monday = 1
        /// 周二.
        case tuesday
        /// 周三.
        case wednesday
        /// 周四.
        case thursday
        /// 周五.
        case friday
        /// 周六.
        case saturday
        /// 周日.
        case sunday

        /// As in the file: `mon`.
        public var abbreviation: String { String("\(self)".prefix(3)) }
    }
}
