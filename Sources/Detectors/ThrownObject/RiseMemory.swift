internal import Vision

/// Where things moved in the last seconds, to tell a ball that was thrown up from a thing thrown down.
///
/// What goes up comes down along the same parabola, so its way up mirrors its way down in time. Blobs where the mirror
/// image of a fall should be mean that it did not begin at a window.
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

    /// Whether a rise came before a fall, mirrored about an apex somewhere before its first sample: then it was thrown up.
    func precede(_ samples: ArraySlice<TrackSample>) -> Bool {
        // Around the apex the thing hardly moves and shows little, so a fall may be found a second after it.
        (0...25).contains { isMirrored(samples, apex: 0.1 - Double($0) * 0.04) }
    }

    private func isMirrored(_ samples: ArraySlice<TrackSample>, apex: Double) -> Bool {
        guard let first = samples.first, let last = samples.last else { return false }
        var (seen, pictures, seenDeep, deep) = (0, 0, 0, 0)
        var (x, y) = (first.x, first.y)
        for t in times.reversed() {
            let fallen = 2 * apex - (t - first.t)
            guard fallen > max(apex + 0.15, 0) else { continue }
            guard fallen <= last.t - first.t else { break }
            let isDeep = fallen > 0.6 * (last.t - first.t)
            pictures += 1
            deep += isDeep ? 1 : 0
            let expected = height(of: samples, at: fallen)
            // Its drift on the way up is not known, but it was a path: from place to place no more aside than along.
            let (across, along) = (8 + abs(expected - y), 4 + 0.5 * first.height + 0.06 * abs(expected - first.y))
            guard
                let place = places.first(where: {
                    $0.t == t && abs($0.y - expected) < along && abs($0.x - x) < across
                })
            else { continue }
            (x, y) = (place.x, place.y)
            seen += 1
            seenDeep += isDeep ? 1 : 0
        }
        // Blobs of a branch that happen to lie there do so in some pictures, not in most. What is thrown out of a window
        // towards the camera goes up in the picture, too, but not from as far down as it falls.
        return pictures >= 6 && 10 * seen >= 7 * pictures && 10 * seenDeep >= 6 * deep
    }

    /// Height in the picture `t` seconds after the first sample, between the samples.
    private func height(of samples: ArraySlice<TrackSample>, at t: Double) -> Double {
        guard var previous = samples.first else { return 0 }
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
