import TestSupport
import VideoCore

/// A detector for tests: reports the number of each picture of the moving square that it is shown.
struct SquareWatcher: Detector {
    struct Sight: Sendable {
        let number: Int?
        let mediaTime: Double
        let at: ContinuousClock.Instant
    }

    struct Failure: Error {}

    let sights: Recorder<Sight>
    var demand = FrameDemand.everyFrame
    /// Throws at this many pictures.
    var failsAt: Int?
    private var seen = 0

    init(_ sights: Recorder<Sight>, demand: FrameDemand = .everyFrame, failsAt: Int? = nil) {
        self.sights = sights
        self.demand = demand
        self.failsAt = failsAt
    }

    mutating func findings(in frame: Frame) throws -> [Finding] {
        seen += 1
        if seen == failsAt { throw Failure() }
        sights.add(Sight(number: TestClips.index(of: frame), mediaTime: frame.mediaTime, at: .now))
        return []
    }

    mutating func finish() -> [Finding] { [] }
}
