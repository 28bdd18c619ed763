import Detectors
import SyntheticScenes
import VideoCore

/// What was there and what was found, for scoring. Times in seconds of media time, places as shares of the picture.
struct WatchDocument: Encodable {
    struct Fall: Encodable {
        var start: Double
        var end: Double
        /// When it had fallen past two floors in view; nothing when it never did.
        var crossed: Double?
        var left: Double
        var right: Double
        var level: Double
    }

    struct Incident: Encodable {
        var start: Double
        var end: Double
        var detected: Double
        var confidence: Double
        var left: Double
        var right: Double
        var floor: Int?
        var level: Double?
        var deviation: Double?
    }

    var seconds: Double
    var blindSeconds: Double
    var falls: [Fall]
    var incidents: [Incident]

    init(_ truth: GroundTruth, _ findings: [Finding], seconds: Double, blindSeconds: Double) {
        self.seconds = seconds
        self.blindSeconds = blindSeconds
        falls = truth.falls.map { Self.fall($0, truth) }
        incidents = findings.filter { $0.stage == .open }.map { open in
            Self.incident(open, last: findings.last { $0.incident == open.incident } ?? open)
        }
    }

    private static func fall(_ fall: TrueFlight, _ truth: GroundTruth) -> Fall {
        let top = fall.points.map(\.height).max() ?? 0
        let xs = fall.points.map { $0.centre.x }
        let crossed = fall.points.first { top - $0.height > 2 * truth.floorHeight && $0.mediaTime > fall.start }
        return Fall(
            start: fall.start, end: fall.end, crossed: crossed?.mediaTime, left: xs.min() ?? 0, right: xs.max() ?? 0,
            level: fall.originFloor)
    }

    private static func incident(_ open: Finding, last: Finding) -> Incident {
        let xs = last.track.map(\.pointInImage.x)
        return Incident(
            start: last.start, end: last.end, detected: open.detected, confidence: last.confidence, left: xs.min() ?? 0,
            right: xs.max() ?? 1, floor: last.origin?.floor, level: last.origin?.level,
            deviation: last.origin?.standardDeviation)
    }
}
