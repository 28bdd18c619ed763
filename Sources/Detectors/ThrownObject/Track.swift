#if canImport(Glibc)
    internal import Glibc
#endif
internal import Vision

/// One place of a track.
struct TrackSample: Hashable {
    /// Media time, seconds.
    var t: Double
    /// Centre, pixels.
    var x: Double
    var y: Double
    /// Bounding box, pixels.
    var width: Double
    var height: Double
    var isBright: Bool
    /// Blobs for each pixel that would be there without it.
    var clutter: Double

    init(_ blob: Blob, at t: Double, clutter: Double) {
        self.t = t
        x = blob.x
        y = blob.y
        width = blob.width
        height = blob.height
        isBright = blob.isBright
        self.clutter = clutter
    }

    /// Expected error of the centre, pixels: rounding and noise, and a share of the size, as the part of a thing that
    /// stands out changes with what is behind it.
    var sigma: Double { 0.5 + 0.08 * min(width, height) }
}

/// One thing followed from picture to picture.
struct Track {
    /// Oldest first.
    private(set) var samples: [TrackSample] = []
    /// Logarithm of how much better one moving thing explains the blobs than clutter does.
    var evidence = 0.0
    /// Pictures since the last sample.
    var misses = 0
    var isActive = false
    /// The incident it was reported as.
    var incident: Int?
    /// Whether the last picture gave it a sample.
    var hasNews = false
    /// Samples at which it is worth judging again.
    var nextJudgement = 6
    /// Samples since two pictures or more in a row had none, or since the beginning.
    private var samplesSinceGap = 0
    /// Number, unique within one detector.
    var id = 0
    /// Whether it began beside the facade.
    private(set) var beganBeside = false

    /// A fall of 4 s at 60 pictures a second.
    static let capacity = 256

    init() { samples.reserveCapacity(Self.capacity) }

    mutating func restart(id: Int, isBeside: Bool = false) {
        samples.removeAll(keepingCapacity: true)
        self.id = id
        beganBeside = isBeside
        evidence = 0
        misses = 0
        samplesSinceGap = 0
        isActive = true
        incident = nil
        hasNews = false
        nextJudgement = 6
    }

    /// Whether it comes down steadily enough to be one of several that do.
    var isDescending: Bool {
        guard isActive, samples.count >= 6, let last = samples.last, let first = samples.first else { return false }
        return last.y - first.y > 2 * last.height + 4
    }

    /// Whether it is worth judging now. A single blob after a gap may be another thing: three are asked for.
    var isDue: Bool { isActive && hasNews && samples.count >= nextJudgement && samplesSinceGap >= 3 }

    mutating func append(_ sample: TrackSample) {
        // A walker or a branch may be followed for minutes; its past does not matter.
        if samples.count == Self.capacity { samples.removeFirst(Self.capacity / 2) }
        samples.append(sample)
        samplesSinceGap = misses < 2 ? samplesSinceGap + 1 : 1
        misses = 0
        hasNews = true
    }

    /// Where it should be at `t`, and how fast, in pixels and pixels a second.
    func predict(at t: Double) -> (x: Double, y: Double, vx: Double, vy: Double) {
        let end = samples.count - 1
        let last = samples[end]
        // Five samples are enough to average noise and few enough that the speed hardly bends among them.
        let used = min(samples.count, 5)
        var across = WeightedLine()
        var down = WeightedLine()
        for i in (end - used + 1)...end {
            across.add(1, samples[i].t - last.t, samples[i].x)
            down.add(1, samples[i].t - last.t, samples[i].y)
        }
        let (vx, slope) = (across.solution.b, down.solution.b)
        let span = last.t - samples[end - used + 1].t
        let acceleration = acceleration(used: used, slope: slope)
        // The slope of a bending line belongs to the middle of its samples.
        let vy = slope + acceleration * span / 2
        let ahead = t - last.t
        return (
            last.x + vx * ahead, last.y + vy * ahead + acceleration * ahead * ahead / 2, vx, vy + acceleration * ahead
        )
    }

    /// Downward acceleration from the older and the newer half of the last samples, in pixels/s². Never upward: what
    /// falls brakes only when it lands. Two samples tell nothing, three little.
    private func acceleration(used: Int, slope: Double) -> Double {
        let end = samples.count - 1
        guard used >= 3 else { return 0 }
        let (old, middle, new) = (samples[end - used + 1], samples[end - used / 2], samples[end])
        let early = (middle.y - old.y) / (middle.t - old.t)
        let late = (new.y - middle.y) / (new.t - middle.t)
        let estimate = (late - early) / ((new.t - old.t) / 2)
        return max(estimate, 0) * (used == 3 ? 0.5 : 0.9)
    }
}
