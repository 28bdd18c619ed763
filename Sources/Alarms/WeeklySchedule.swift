public import Foundation
public import VideoCore

/// A day of the week.
public enum Weekday: String, CaseIterable, Codable, Hashable, Sendable {
    /// The days, Monday first as in ISO 8601; the raw values are those of the configuration.
    case monday = "mon"
    /// Tuesday.
    case tuesday = "tue"
    /// Wednesday.
    case wednesday = "wed"
    /// Thursday.
    case thursday = "thu"
    /// Friday.
    case friday = "fri"
    /// Saturday.
    case saturday = "sat"
    /// Sunday.
    case sunday = "sun"

    /// The day after, and Monday after Sunday.
    fileprivate var next: Weekday {
        let days = Weekday.allCases
        return days[((days.firstIndex(of: self) ?? 0) + 1) % days.count]
    }
}

/// Hours of the week in which something is allowed, on the wall clock of a time zone.
///
/// Clocks that are put forward or back need no care here: a moment is inside when its local reading is.
public struct WeeklySchedule: Hashable, Sendable {
    /// One stretch of hours, on each of some days.
    public struct Window: Hashable, Sendable {
        /// The days on which it begins.
        public var days: Set<Weekday>
        /// Minutes after local midnight at which it begins, 0…1439.
        public var from: Int
        /// Minutes after local midnight at which it ends, up to 1440. Not after `from`: it ends on the next day.
        public var to: Int

        /// From minute `from` until before minute `to`, on `days`.
        public init(days: Set<Weekday> = Set(Weekday.allCases), from: Int, to: Int) {
            self.days = days
            self.from = from
            self.to = to
        }

        fileprivate func contains(day: Weekday, minute: Int) -> Bool {
            if from < to { return days.contains(day) && (from..<to).contains(minute) }
            let beganToday = days.contains(day) && minute >= from
            let beganYesterday = days.contains { $0.next == day } && minute < to
            return beganToday || beganYesterday
        }
    }

    /// Inside any of these is inside; without windows every moment is.
    public var windows: [Window]

    /// Every moment of the week.
    public static let always = WeeklySchedule(windows: [])

    /// The union of `windows`.
    public init(windows: [Window]) { self.windows = windows }

    /// Whether `moment`, read on the clocks of `timeZone`, lies inside.
    public func contains(_ moment: WallTime, in timeZone: TimeZone) -> Bool {
        guard !windows.isEmpty else { return true }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let local = calendar.dateComponents(
            [.weekday, .hour, .minute], from: Date(timeIntervalSince1970: moment.secondsSince1970))
        guard let weekday = local.weekday, let hour = local.hour, let minute = local.minute else { return true }
        let day = Weekday.allCases[(weekday + 5) % 7]  // The calendar counts from Sunday = 1.
        return windows.contains { $0.contains(day: day, minute: hour * 60 + minute) }
    }

    /// Every mistake in it; `key` is where it stands in the settings.
    public func validate(key: String) -> [SettingMistake] {
        windows.enumerated().flatMap { index, window in
            var mistakes: [SettingMistake] = []
            if window.days.isEmpty {
                mistakes.append(
                    SettingMistake(
                        key: "\(key)[\(index)].days", problem: "no day is named",
                        remedy: "name days (mon … sun) or leave the key out for all"))
            }
            if !(0..<1440).contains(window.from) || !(0...1440).contains(window.to) || window.from == window.to {
                mistakes.append(
                    SettingMistake(
                        key: "\(key)[\(index)]", problem: "the hours are empty or not on the clock",
                        remedy: "give from 00:00 to 23:59 and to 00:00 to 24:00, not equal"))
            }
            return mistakes
        }
    }
}
