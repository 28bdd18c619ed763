import Foundation
import Glibc
public import VideoCore

extension WallTime {
    /// The civil time of this moment, as the system clock has it.
    public static var now: WallTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(secondsSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }
}

extension WallTime {
    /// 1970-01-01T00:00:00Z: recordings that do not say when they were made are dated from here, so that their time
    /// shows the position in the file and every run gives the same.
    public static let epoch = WallTime(secondsSince1970: 0)

    /// The moment that `text` names, as `2026-01-31T12:00:00.5Z`; nil when it has another form.
    init?(rfc3339 text: String) {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        guard let date = try? style.parse(text) else { return nil }
        self.init(secondsSince1970: date.timeIntervalSince1970)
    }
}
