import Alarms
import Detectors
import VideoCore

/// One line of a camera's book of self-tests.
struct SelfTestEntry: Codable, Hashable {
    /// One height.
    struct Storey: Codable, Hashable {
        var floor: Int
        var seen: Bool
        /// Diameter of the ball at its release.
        var pixels: Double
        var attempts: Int
        var namedFloor: Int?
        var reason: String?
    }

    var date: Timestamp
    var passed: Bool
    var storeys: [Storey]
    /// Why it failed, in words.
    var reason: String?

    init(_ report: SelfTestReport) {
        date = Timestamp(report.wallTime)
        passed = report.passed
        reason = report.fault?.words
        storeys = report.storeys.map { storey in
            Storey(
                floor: storey.floor, seen: storey.seen, pixels: (storey.pixels * 10).rounded() / 10,
                attempts: storey.attempts, namedFloor: storey.namedFloor, reason: storey.fault?.words)
        }
    }
}
