import VideoCore

/// Watches many cameras at the same time and measures what they take.
struct PlanProbe {
    /// A camera to be watched.
    struct Camera: Sendable {
        let id: CameraID
        /// Recorders of one name share `maxConnects`.
        let recorder: String
        let maxConnects: Int
        let trial: PlanTrial
    }

    /// What was measured.
    struct Outcome {
        /// Of each camera, in their order.
        var sights: [PlanSight]
        /// Bytes of memory that they took together, at most.
        var memoryBytes: Double
        /// Processor seconds of threads that belong to no single camera.
        var sharedSeconds: Double
        /// Cores that other programs were using and this one misses.
        var othersCores: Double
        /// Why not all cameras were tried; nil where they were.
        var shortage: PlanPace.Shortage?
    }

    /// Seconds for connecting, first keyframes and settling, on top of those asked for: then all ends.
    static let connectingSeconds = 20.0
    /// Seconds after which it is looked whether the host keeps up with all that were started.
    private static let lookingSeconds = 8.0
    /// Seconds for which the first pictures of cameras just started are waited for, at least and at most.
    private static let stepSeconds = 1.0...4.0

    /// Watches `cameras` for `seconds` on a host that has `cores` cores and `memoryBytes` free.
    static func run(_ cameras: [Camera], seconds: Double, cores: Double, memoryBytes: Double) -> Outcome {
        let board = PlanBoard(cameras, seconds: seconds)
        var meter = HostMeter(cores: cores)
        let whole = seconds + connectingSeconds
        let (half, end) = (ContinuousClock.now + .seconds(whole / 2), ContinuousClock.now + .seconds(whole))
        let pace = PlanPace(cores: cores, memoryBytes: memoryBytes)
        let shortage = start(count: cameras.count, on: board, pace, &meter, until: half)
        _ = meter.lap()
        let look = min(end, ContinuousClock.now + .seconds(min(lookingSeconds, seconds / 2)))
        if !meter.wait(until: look, for: { board.isOver }) {
            let (running, load) = (board.running, meter.lap())
            let excess = surplus(count: running.count, own: load.own, others: load.others, cores: cores)
            spread(running, excess).forEach(board.letGo)
            meter.wait(until: end) { board.isOver }
        }
        board.stop()
        // A lookup of a name cannot be stopped.
        meter.wait(until: .now + .seconds(2)) { board.isOver }
        let sights = board.sights
        return Outcome(
            sights: sights, memoryBytes: meter.memoryBytes,
            sharedSeconds: max(0, meter.ownSeconds - sights.reduce(0) { $0 + $1.threadSeconds }),
            othersCores: meter.load.others, shortage: shortage)
    }

    /// Starts cameras, a few at a time, as long as there is room and until `end`; says what there was too little of.
    private static func start(
        count: Int, on board: PlanBoard, _ pace: PlanPace, _ meter: inout HostMeter, until end: ContinuousClock.Instant
    ) -> PlanPace.Shortage? {
        var waiting = Array(0..<count)
        while !waiting.isEmpty {
            let (counts, load) = (board.counts, meter.lap())
            let use = PlanPace.Use(
                cores: load.own, othersCores: load.others, memoryBytes: meter.memoryBytes,
                freeBytes: PlanHost.memoryBytes)
            let step = pace.next(counts, use)
            if ContinuousClock.now >= end || step == 0 && counts.pending == 0 { return pace.shortage(counts, use) }
            let chosen = spread(waiting, min(step, waiting.count))
            chosen.forEach(board.start)
            waiting.removeAll(where: Set(chosen).contains)
            guard !waiting.isEmpty else { break }
            meter.wait(until: .now + .seconds(stepSeconds.lowerBound)) { false }
            meter.wait(until: .now + .seconds(stepSeconds.upperBound - stepSeconds.lowerBound)) {
                board.counts.pending == 0
            }
        }
        return nil
    }

    /// Cameras to let go of `count` that take `own` of `cores` cores beside `others`: where more than nine tenths are busy
    /// nothing is measured well. One goes on in any case.
    static func surplus(count: Int, own: Double, others: Double, cores: Double) -> Int {
        guard own + others > 0.9 * cores, own > 0, count > 1 else { return 0 }
        let room = max(0, 0.6 * cores - others)
        return min(max(count - Int(Double(count) * room / own), 0), count - 1)
    }

    /// `number` of `all`, evenly spread, so that every kind of camera stays.
    static func spread<Element>(_ all: [Element], _ number: Int) -> [Element] {
        guard number > 0 else { return [] }
        return (0..<number).map { all[$0 * all.count / number] }
    }
}
