internal import Vision

/// Where things moved in the last seconds, to tell a ball that was thrown up from a thing thrown down.
///
/// What goes up comes down along the same parabola: the fit of a fall, continued back before its first sample, passes
/// through the rise. Blobs there mean that the fall began lower than it seems.
struct RiseMemory {
    private struct Place {
        var t: Double
        var x: Double
        var y: Double
    }

    /// Seconds looked back: a ball thrown 12 m high rises that long.
    private static let span = 1.6
    /// Places remembered: 1.6 s of 25 pictures with 50 blobs each.
    private static let capacity = 2048

    private var places: [Place] = []
    private var times: [Double] = []
    private var next = 0

    init() {
        places.reserveCapacity(Self.capacity)
        times.reserveCapacity(256)
    }

    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        times.removeAll(keepingCapacity: true)
        next = 0
    }

    /// Notes the blobs of the picture at media time `t`, the strongest first.
    mutating func remember(_ blobs: borrowing [Blob], at t: Double) {
        if times.count == 256 { times.removeFirst(128) }
        times.append(t)
        for i in 0..<min(blobs.count, 48) {
            let place = Place(t: t, x: blobs[i].x, y: blobs[i].y)
            if places.count < Self.capacity {
                places.append(place)
            } else {
                places[next] = place
                next = (next + 1) % Self.capacity
            }
        }
    }

    /// Whether a rise came before a fall, from no lower than two thirds of the drop: then nothing fell from there.
    func precede(_ samples: ArraySlice<TrackSample>, _ fall: FallJudge.Fall) -> Bool {
        guard let first = samples.first, let last = samples.last else { return false }
        var line = WeightedLine()
        for sample in samples { line.add(1, sample.t - first.t, sample.x) }
        // Going back, the thing was at rest at the apex, and before it rose.
        let apex = -fall.fit.law.speed / FallLaw.gravity
        let rise = 2 * apex - (last.t - first.t)
        var (seen, pictures) = (0, 0)
        for t in times {
            let back = t - first.t
            // Around the apex it hardly moves, and shows little.
            guard back > max(rise, -Self.span), back < apex - 0.15 else { continue }
            pictures += 1
            let x = line.solution.a + line.solution.b * back
            // The rise mirrors the fall about the apex.
            let y = mirrored(fall, samples, at: 2 * apex - back)
            let reach = 6 + first.height + 0.08 * abs(y - first.y) + 0.1 * abs(line.solution.b * back)
            if places.contains(where: { $0.t == t && abs($0.x - x) < reach && abs($0.y - y) < reach }) { seen += 1 }
        }
        // Blobs of a branch that happen to lie there do so in some pictures, not in most.
        return pictures >= 4 && 2 * seen >= pictures
    }

    /// Height in the picture `t` seconds after the first sample, between the samples.
    private func mirrored(_ fall: FallJudge.Fall, _ samples: ArraySlice<TrackSample>, at t: Double) -> Double {
        var previous = samples[samples.startIndex]
        let start = previous.t
        for sample in samples {
            if sample.t - start >= t {
                let share = sample.t > previous.t ? (start + t - previous.t) / (sample.t - previous.t) : 0
                return previous.y + share * (sample.y - previous.y)
            }
            previous = sample
        }
        return previous.y
    }
}
