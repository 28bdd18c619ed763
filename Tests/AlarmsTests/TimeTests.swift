import Foundation
import Testing
import VideoCore

@testable import Alarms

@Suite("Times and schedules")
struct TimeTests {
    @Test(
        "A time is spelled in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_772_445_600_007, "2026-03-02T10:00:00.007Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (.max, "9999-12-31T23:59:59.999Z"), (.min, "0001-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func spelling(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test("Every day of four centuries is spelled as the system's calendar does")
    func everyDay() {
        let style = Date.ISO8601FormatStyle().year().month().day()
        let wrong = stride(from: -40_000, to: 106_097, by: 1).first { day in
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            return Timestamp(milliseconds: Int64(day) * 86_400_000).day != date.formatted(style)
        }
        #expect(wrong == nil)
    }

    @Test("Times are read with any offset, and nothing else is")
    func reading() {
        #expect(Timestamp(rfc3339: "2026-03-02T18:00:00.007+08:00")?.milliseconds == 1_772_445_600_007)
        #expect(Timestamp(rfc3339: "2026-03-02T10:00:00Z")?.milliseconds == 1_772_445_600_000)
        for text in ["", "yesterday", "2026-03-02", "2026-13-02T10:00:00Z"] {
            #expect(Timestamp(rfc3339: text) == nil, "\(text)")
        }
    }

    @Test("Seconds that are no number, or beyond the calendar, do not trap")
    func extremes() {
        #expect(Timestamp(WallTime(secondsSince1970: .nan)).milliseconds == 0)
        #expect(Timestamp(WallTime(secondsSince1970: .infinity)).rfc3339.hasPrefix("9999"))
        #expect(Timestamp(WallTime(secondsSince1970: -.infinity)).rfc3339.hasPrefix("0001"))
        #expect(Timestamp(WallTime(secondsSince1970: 1.0006)).milliseconds == 1001)
    }

    struct Moment: Sendable, CustomTestStringConvertible {
        let utc: String
        let zone: String
        let isInside: Bool
        var testDescription: String { "\(utc) in \(zone)" }
    }

    /// 22:00–06:00 on Friday and Saturday, and 01:30–02:30 on Sunday.
    static let nights = WeeklySchedule(windows: [
        .init(days: [.friday, .saturday], from: 22 * 60, to: 6 * 60), .init(days: [.sunday], from: 90, to: 150),
    ])

    @Test(
        "A window belongs to the day on which it begins, on the clocks of the site",
        arguments: [
            Moment(utc: "2026-03-06T21:59:59Z", zone: "GMT", isInside: false),
            Moment(utc: "2026-03-06T22:00:00Z", zone: "GMT", isInside: true),
            Moment(utc: "2026-03-07T05:59:59Z", zone: "GMT", isInside: true),
            Moment(utc: "2026-03-07T06:00:00Z", zone: "GMT", isInside: false),
            Moment(utc: "2026-03-08T05:00:00Z", zone: "GMT", isInside: true),
            Moment(utc: "2026-03-09T01:00:00Z", zone: "GMT", isInside: false),
            Moment(utc: "2026-03-06T14:00:00Z", zone: "Asia/Shanghai", isInside: true),
            Moment(utc: "2026-03-06T22:00:00Z", zone: "Asia/Shanghai", isInside: false),
            // Clocks go from 02:00 to 03:00 on 2026-03-29; the night is an hour shorter, the morning is not inside.
            Moment(utc: "2026-03-29T00:45:00Z", zone: "Europe/Berlin", isInside: true),
            Moment(utc: "2026-03-29T03:59:00Z", zone: "Europe/Berlin", isInside: true),
            Moment(utc: "2026-03-29T04:00:00Z", zone: "Europe/Berlin", isInside: false),
            // Clocks go from 03:00 back to 02:00 on 2026-10-25: 02:15 comes twice, and is inside twice.
            Moment(utc: "2026-10-25T00:15:00Z", zone: "Europe/Berlin", isInside: true),
            Moment(utc: "2026-10-25T01:15:00Z", zone: "Europe/Berlin", isInside: true),
            Moment(utc: "2026-10-25T05:00:00Z", zone: "Europe/Berlin", isInside: false),
        ])
    func schedule(moment: Moment) throws {
        let zone = try #require(TimeZone(identifier: moment.zone))
        let time = try #require(Timestamp(rfc3339: moment.utc))
        #expect(Self.nights.contains(time.wallTime, in: zone) == moment.isInside)
    }

    @Test("A window to 24:00 reaches midnight and no further; no window at all is always")
    func edges() {
        let day = WeeklySchedule(windows: [.init(days: [.monday], from: 0, to: 1440)])
        let midnight = monday.advanced(by: -10 * 3600)
        #expect(day.contains(midnight, in: .gmt))
        #expect(day.contains(midnight.advanced(by: 86_399), in: .gmt))
        #expect(!day.contains(midnight.advanced(by: 86_400), in: .gmt))
        #expect(!day.contains(midnight.advanced(by: -1), in: .gmt))
        #expect(WeeklySchedule.always.contains(midnight, in: .gmt))
    }
}

@Suite("Settings say what is wrong with them")
struct AlarmSettingsTests {
    @Test("The defaults are right, and every wrong value is named by its key")
    func validate() {
        #expect(AlarmSettings().validate() == [])
        var settings = AlarmSettings()
        settings.cooldown[.fire] = -1
        settings.priorities[.smoke] = 5
        settings.updateInterval = .nan
        settings.schedule = WeeklySchedule(windows: [.init(from: 60, to: 60), .init(days: [], from: 0, to: 1440)])
        settings.scheduleByKind[.fire] = WeeklySchedule(windows: [.init(from: 1440, to: 0)])
        #expect(
            settings.validate().map(\.key) == [
                "cooldown.fire", "schedules.fire[0]", "priorities.smoke", "updateInterval", "schedule[0]",
                "schedule[1].days",
            ])
        #expect(settings.validate()[1].description.contains("give from 00:00"))
    }

    @Test("Stores name their mistakes too")
    func stores() {
        var queue = OutboxSettings(path: "")
        (queue.reserveBytes, queue.keepDays, queue.busyTimeout) = (0, 1, -1)
        #expect(queue.validate().map(\.key) == ["path", "reserveBytes", "keepDays", "busyTimeout"])
        #expect(OutboxSettings(path: "x").validate() == [])
        var pictures = EvidenceSettings(folder: "")
        (pictures.minimumFreeBytes, pictures.jpegQuality, pictures.keepDays) = (-1, 0, 29)
        #expect(pictures.validate().map(\.key) == ["folder", "minimumFreeBytes", "jpegQuality", "keepDays"])
        #expect(EvidenceSettings(folder: "x").validate() == [])
    }

    @Test("Priorities have defaults for every kind and stay within 1…4")
    func priorities() {
        var settings = AlarmSettings()
        let defaults = AlarmKind.allCases.map { settings.priority(of: $0) }
        #expect(defaults == [2, 2, 1, 1, 3, 4])
        settings.priorities = [.fire: 9, .smoke: 3]
        #expect(settings.priority(of: .fire) == 4 && settings.priority(of: .smoke) == 3)
    }
}
