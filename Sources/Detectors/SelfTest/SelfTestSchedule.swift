public import Foundation
public import VideoCore

/// When a camera is tested.
public enum SelfTestSchedule: Hashable, Sendable {
    /// As soon as pictures arrive, once.
    case atOnce
    /// Each day from this minute after local midnight on, 0…1439.
    case daily(minute: Int, timeZone: TimeZone)

    /// Minutes after the appointed one within which a test may still begin, as after an outage.
    static let grace = 120
    /// Minutes over which the cameras of a site spread themselves.
    private static let spread = 30

    /// Each day within half an hour from `minute` on, at a minute of the camera's own: a site whose cameras all began at
    /// once would be short of processors.
    public static func daily(from minute: Int, of camera: CameraID, timeZone: TimeZone) -> SelfTestSchedule {
        let hash = camera.name.utf8.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }
        return .daily(minute: (minute + Int(hash % UInt64(spread))) % 1440, timeZone: timeZone)
    }

    /// Whether a test is due at `now`, the last one having been that of `lastDay`.
    func isDue(at now: WallTime, lastDay: Int?) -> Bool {
        switch self {
        case .atOnce: return lastDay == nil
        case .daily: return minutesSince(now) < Self.grace && day(of: now) != lastDay
        }
    }

    /// The day, as year, month and day in one number, of the appointed minute that `moment` follows.
    public func day(of moment: WallTime) -> Int {
        guard case .daily(_, let timeZone) = self else { return 0 }
        let appointed = moment.advanced(by: -60 * Double(minutesSince(moment)))
        let parts = Self.local(appointed, timeZone, [.year, .month, .day])
        return (parts.year ?? 0) * 10_000 + (parts.month ?? 0) * 100 + (parts.day ?? 0)
    }

    /// Minutes since the appointed one was last on the clock, 0…1439.
    private func minutesSince(_ moment: WallTime) -> Int {
        guard case .daily(let minute, let timeZone) = self else { return 0 }
        let parts = Self.local(moment, timeZone, [.hour, .minute])
        return ((parts.hour ?? 0) * 60 + (parts.minute ?? 0) - minute + 1440) % 1440
    }

    private static func local(
        _ moment: WallTime, _ timeZone: TimeZone, _ parts: Set<Calendar.Component>
    ) -> DateComponents {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        return calendar.dateComponents(parts, from: Date(timeIntervalSince1970: moment.secondsSince1970))
    }
}
