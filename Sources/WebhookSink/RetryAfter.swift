import Foundation
import VideoCore

/// The header with which a server asks to be left alone for a while (RFC 9110, 10.2.3).
enum RetryAfter {
    /// Seconds; nobody is left alone for longer while alarms wait.
    static let longest = 3600.0

    /// Seconds from `now`, 0…3600; nil where `text` is neither a number nor a date.
    static func seconds(in text: String, now: WallTime) -> Double? {
        let text = text.trimmingCharacters(in: .whitespaces)
        let isNumber = !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber }
        guard let seconds = isNumber ? Double(text) : date(text).map({ $0 - now.secondsSince1970 }) else { return nil }
        return min(max(seconds, 0), longest)
    }

    /// As in `Sun, 06 Nov 1994 08:49:37 GMT`, in seconds since 1970.
    private static func date(_ text: String) -> Double? {
        guard text.utf8.count < 64 else { return nil }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.date(from: text)?.timeIntervalSince1970
    }
}
