#if canImport(Glibc)
    internal import Glibc
#endif
internal import Vision

/// Finds three blobs of successive pictures that may be the beginning of a fall; one picture may be missed among them.
struct TrackStarter {
    /// A blob, and what else was there.
    struct Seen {
        var blob: Blob
        /// Blobs for each pixel that would be there without it.
        var clutter: Double
    }

    /// What one picture showed.
    private struct Picture {
        var t = -Double.infinity
        /// From the top of the picture downwards, so that what is out of reach costs nothing.
        var seen: [Seen] = []

        init() { seen.reserveCapacity(ChangeMap.blobLimit) }

        /// Position of the first that lies at `y` or below it.
        func position(at y: Double) -> Int {
            var (low, high) = (0, seen.count)
            while low < high {
                let middle = (low + high) / 2
                if seen[middle].blob.y < y { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// The last three pictures, oldest first.
    private var past = (0..<3).map { _ in Picture() }
    private let height: Double
    private let gapLimit: Double

    /// For pictures of `height` rows; the three blobs lie within `gapLimit` seconds.
    init(height: Int, gapLimit: Double) {
        self.height = Double(height)
        self.gapLimit = gapLimit
    }

    mutating func removeAll() {
        for i in past.indices {
            past[i].t = -.infinity
            past[i].seen.removeAll(keepingCapacity: true)
        }
    }

    /// Forgets the oldest picture for a new one at media time `t`.
    mutating func turn(to t: Double) {
        // Rotating keeps each list's memory.
        past.swapAt(0, 1)
        past.swapAt(1, 2)
        past[2].t = t
        past[2].seen.removeAll(keepingCapacity: true)
    }

    /// Notes a blob of the newest picture.
    mutating func remember(_ seen: Seen) {
        past[2].seen.insert(seen, at: past[2].position(at: seen.blob.y))
    }

    /// The best three blobs that end in `newest`, seen at media time `t` after the pictures remembered.
    func beginning(endingIn newest: Seen, at t: Double) -> InlineArray<3, TrackSample>? {
        // One picture may be missed among the three.
        beginning(endingIn: newest, at: t, middle: 2, first: 1) ?? beginning(
            endingIn: newest, at: t, middle: 2, first: 0)
            ?? beginning(endingIn: newest, at: t, middle: 1, first: 0)
    }

    private func beginning(
        endingIn newest: Seen, at t: Double, middle: Int, first: Int
    ) -> InlineArray<3, TrackSample>? {
        let (middles, firsts, last) = (past[middle], past[first], newest.blob)
        guard t - firsts.t < gapLimit else { return nil }
        let (lateInterval, earlyInterval) = (t - middles.t, middles.t - firsts.t)
        var best: (cost: Double, middle: Int, first: Int)?
        for m in range(in: middles, above: last, within: lateInterval) {
            let between = middles.seen[m].blob
            // Of three blobs one may lie where something always stirs.
            guard !(last.isRestless && between.isRestless),
                let late = step(from: between, to: last, in: lateInterval)
            else { continue }
            let hasRestless = last.isRestless || between.isRestless
            for f in range(in: firsts, above: between, within: earlyInterval) {
                let early = firsts.seen[f].blob
                guard !(hasRestless && early.isRestless),
                    let bend = bend(
                        step(from: early, to: between, in: earlyInterval), late, size: min(last.width, last.height),
                        in: lateInterval)
                else { continue }
                let cost = bend + unlikeness(last, between) + unlikeness(last, early)
                if cost < best?.cost ?? .infinity { best = (cost, m, f) }
            }
        }
        return best.map { best in
            [
                sample(firsts.seen[best.first], at: firsts.t), sample(middles.seen[best.middle], at: middles.t),
                sample(newest, at: t),
            ]
        }
    }

    private func sample(_ seen: Seen, at t: Double) -> TrackSample {
        TrackSample(seen.blob, at: t, clutter: seen.clutter)
    }

    /// Down by a pixel at least, and not faster than 30 m/s on a facade of which 12 m fill the picture.
    private func range(in picture: borrowing Picture, above blob: Blob, within interval: Double) -> Range<Int> {
        let end = picture.position(at: (blob.y - 1).nextUp)
        return min(picture.position(at: blob.y - 2.5 * height * interval), end)..<end
    }

    /// How much two blobs differ as pictures of one thing would not; a factor of e in size or strength weighs 1.
    private func unlikeness(_ a: Blob, _ b: Blob) -> Double {
        abs(log(a.strength / b.strength)) + abs(log(Double(a.area) / Double(b.area))) / 2
    }

    /// Velocity from one blob to one below it in pixels/s, if something falling could have it.
    private func step(from old: Blob, to new: Blob, in interval: Double) -> (vx: Double, vy: Double)? {
        let (dx, dy) = (new.x - old.x, new.y - old.y)
        // More down than aside: a throw from a window is steeper after half a second.
        guard abs(dx) <= 3 * dy + 2, old.isBright == new.isBright else { return nil }
        guard max(old.area, new.area) <= 4 * min(old.area, new.area) else { return nil }
        return (dx / interval, dy / interval)
    }

    /// How badly two steps match, or nothing when no fall makes them.
    private func bend(
        _ early: (vx: Double, vy: Double)?, _ late: (vx: Double, vy: Double), size: Double, in interval: Double
    ) -> Double? {
        guard let early else { return nil }
        // What an error of place makes of speed.
        let blur = (1.5 + 0.1 * size) / interval
        let (turn, gain) = (abs(late.vx - early.vx), late.vy - early.vy)
        guard turn < blur + 0.3 * late.vy, gain > -blur - 0.15 * early.vy, gain < 2 * blur + early.vy else {
            return nil
        }
        return (turn + abs(gain)) / blur
    }
}
