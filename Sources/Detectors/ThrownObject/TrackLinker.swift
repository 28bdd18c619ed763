#if canImport(Glibc)
    internal import Glibc
#endif
internal import Vision

/// Joins the blobs of successive pictures into tracks of things that move down.
struct TrackLinker {
    /// Most things followed at once; more are rain.
    private static let trackLimit = 48
    /// Pictures without a blob before a track ends: a balcony, a bright patch of sky.
    private static let missLimit = 4
    /// ... and never longer than that, seconds: half a second of free fall is 1.2 m, or a storey at speed.
    private static let gapLimit = 0.5
    /// Share of the pictures in which a thing in the open is found.
    private static let detection = 0.85

    /// All places for tracks; only the active ones mean something.
    private(set) var tracks: [Track]
    private var past: [(t: Double, blobs: [Blob])] = []
    private var claims: [Int]
    private var order: [Int] = []
    private var nextID = 1
    private let height: Double
    private let pixels: Double

    /// For pictures of `width` × `height` pixels.
    init(width: Int, height: Int) {
        self.height = Double(height)
        pixels = Double(width * height)
        tracks = (0..<Self.trackLimit).map { _ in Track() }
        claims = Array(repeating: 0, count: ChangeMap.blobLimit)
        order.reserveCapacity(Self.trackLimit)
        past = (0..<4).map { _ in
            var blobs: [Blob] = []
            blobs.reserveCapacity(ChangeMap.blobLimit)
            return (-.infinity, blobs)
        }
    }

    mutating func removeAll() {
        for i in tracks.indices { tracks[i].isActive = false }
        for i in past.indices {
            past[i].t = -.infinity
            past[i].blobs.removeAll(keepingCapacity: true)
        }
    }

    /// Notes which incident track number `index` was reported as.
    mutating func mark(_ index: Int, as incident: Int) { tracks[index].incident = incident }

    /// Notes that track number `index` was judged: again after an eighth more samples, which shift the verdict as much
    /// as one did at the start.
    mutating func postpone(_ index: Int) {
        let count = tracks[index].samples.count
        tracks[index].nextJudgement = count + max(count / 8, 1)
    }

    /// Tracks that come down now.
    var descending: Int { tracks.count { $0.isDescending } }

    /// Continues tracks with the blobs of the picture at media time `t`, and starts new ones where `startsTracks`.
    mutating func advance(_ blobs: borrowing [Blob], at t: Double, startsTracks: Bool) {
        for i in claims.indices { claims[i] = 0 }
        order.removeAll(keepingCapacity: true)
        for i in tracks.indices where tracks[i].isActive { order.append(i) }
        // The longest choose first. An insertion sort: few, almost sorted, and nothing allocated.
        for i in order.indices.dropFirst() {
            var j = i
            while j > 0, tracks[order[j]].samples.count > tracks[order[j - 1]].samples.count {
                order.swapAt(j, j - 1)
                j -= 1
            }
        }
        let density = Double(blobs.count) / pixels
        for i in order { extend(i, with: blobs, at: t, density: density) }
        dropTwins()
        if startsTracks { startTracks(blobs, at: t, density: density) }
        remember(blobs, at: t)
    }

    private mutating func remember(_ blobs: borrowing [Blob], at t: Double) {
        // Rotating keeps each list's memory.
        past.swapAt(0, 1)
        past.swapAt(1, 2)
        past.swapAt(2, 3)
        past[3].t = t
        past[3].blobs.removeAll(keepingCapacity: true)
        for i in blobs.indices { past[3].blobs.append(blobs[i]) }
    }

    // MARK: Continuing

    private mutating func extend(_ index: Int, with blobs: borrowing [Blob], at t: Double, density: Double) {
        tracks[index].hasNews = false
        let last = tracks[index].samples[tracks[index].samples.count - 1]
        guard t - last.t <= Self.gapLimit else {
            tracks[index].isActive = false
            return
        }
        let guess = tracks[index].predict(at: t)
        // How far the guess may be off: noise, and a share of the way since the last sample, since speed is measured
        // over few pictures. Three standard deviations.
        let way = abs(guess.vy) * (t - last.t)
        let reach = 2 + 0.25 * min(last.width, last.height)
        let gate = (x: reach + 0.15 * way, y: reach + 0.3 * way)
        var best: (cost: Double, blob: Int)?
        for i in blobs.indices where claims[i] < 6 {
            let (dx, dy) = ((blobs[i].x - guess.x) / gate.x, (blobs[i].y - guess.y) / gate.y)
            guard dx * dx + dy * dy < 1 else { continue }
            let growth = log(Double(blobs[i].width * blobs[i].height) / (last.width * last.height))
            // A change of size by e, or of sign, weighs like one deviation of place.
            let cost = 9 * (dx * dx + dy * dy) + growth * growth + (blobs[i].isBright == last.isBright ? 0 : 1)
            if cost < best?.cost ?? .infinity { best = (cost, i) }
        }
        guard let best else { return miss(index, at: t) }
        let clutter = clutter(blobs[best.blob], density)
        let spread = gate.x * gate.y / 9
        let gain = log(Self.detection / (2 * .pi * spread * clutter)) - best.cost / 2
        tracks[index].evidence += min(max(gain, -3), 6)
        tracks[index].append(TrackSample(blobs[best.blob], at: t, clutter: clutter))
        claims[best.blob] = max(claims[best.blob], tracks[index].samples.count)
    }

    /// Blobs for each pixel to expect around a blob: as many as in the whole picture, or as its block had of late.
    private func clutter(_ blob: Blob, _ density: Double) -> Double { max(density, blob.activity / 128, 1e-6) }

    private mutating func miss(_ index: Int, at t: Double) {
        tracks[index].misses += 1
        tracks[index].evidence += log(1 - Self.detection)
        let gap = t - tracks[index].samples[tracks[index].samples.count - 1].t
        if tracks[index].misses > Self.missLimit || gap > Self.gapLimit { tracks[index].isActive = false }
    }

    /// Of two tracks that end in the same two samples, keeps the one with more evidence.
    private mutating func dropTwins() {
        for (position, i) in order.enumerated() where tracks[i].isActive && tracks[i].hasNews {
            for j in order[(position + 1)...] where tracks[j].isActive && tracks[j].hasNews {
                let (a, b) = (tracks[i].samples.count, tracks[j].samples.count)
                guard tracks[i].samples[a - 1] == tracks[j].samples[b - 1],
                    tracks[i].samples[a - 2] == tracks[j].samples[b - 2]
                else { continue }
                let keepsFirst =
                    tracks[i].incident != nil || (tracks[j].incident == nil && tracks[i].evidence >= tracks[j].evidence)
                tracks[keepsFirst ? j : i].isActive = false
                if !keepsFirst { break }
            }
        }
    }

    // MARK: Starting

    private mutating func startTracks(_ blobs: borrowing [Blob], at t: Double, density: Double) {
        for newest in blobs.indices where claims[newest] < 4 {
            // One picture may be missed among the three.
            if start(blobs[newest], at: t, middle: 3, first: 2, density: density) { continue }
            if start(blobs[newest], at: t, middle: 3, first: 1, density: density) { continue }
            _ = start(blobs[newest], at: t, middle: 2, first: 1, density: density)
        }
    }

    /// Starts a track from the best three blobs that end in `newest`; says whether there were any.
    private mutating func start(_ newest: Blob, at t: Double, middle: Int, first: Int, density: Double) -> Bool {
        let (middleT, firstT) = (past[middle].t, past[first].t)
        guard t - firstT < Self.gapLimit else { return false }
        var best: (cost: Double, first: Int, middle: Int)?
        for m in past[middle].blobs.indices {
            guard let late = step(from: past[middle].blobs[m], to: newest, in: t - middleT) else { continue }
            for f in past[first].blobs.indices {
                let restless = (newest.isRestless ? 1 : 0) + (past[middle].blobs[m].isRestless ? 1 : 0)
                guard restless + (past[first].blobs[f].isRestless ? 1 : 0) <= 1 else { continue }
                guard let early = step(from: past[first].blobs[f], to: past[middle].blobs[m], in: middleT - firstT),
                    let cost = bend(early, late, size: min(newest.width, newest.height), in: t - middleT)
                else { continue }
                if cost < best?.cost ?? .infinity { best = (cost, f, m) }
            }
        }
        guard let best, let slot = freeSlot() else { return false }
        tracks[slot].restart(id: nextID)
        nextID += 1
        tracks[slot].append(sample(past[first].blobs[best.first], firstT, density))
        tracks[slot].append(sample(past[middle].blobs[best.middle], middleT, density))
        tracks[slot].append(sample(newest, t, density))
        return true
    }

    private func sample(_ blob: Blob, _ t: Double, _ density: Double) -> TrackSample {
        TrackSample(blob, at: t, clutter: clutter(blob, density))
    }

    /// Velocity from one blob to the next in pixels/s, if something falling could have it.
    private func step(from old: Blob, to new: Blob, in interval: Double) -> (vx: Double, vy: Double)? {
        let (dx, dy) = (new.x - old.x, new.y - old.y)
        // Down by a pixel at least, more down than aside (a throw from a window is steeper after half a second), and
        // not faster than 30 m/s on a facade of which 12 m fill the picture.
        guard dy >= 1, abs(dx) <= 3 * dy + 2, dy <= 2.5 * height * interval else { return nil }
        guard old.isBright == new.isBright, max(old.area, new.area) <= 4 * min(old.area, new.area) else { return nil }
        return (dx / interval, dy / interval)
    }

    /// How badly two steps match, or nothing when no fall makes them.
    private func bend(
        _ early: (vx: Double, vy: Double), _ late: (vx: Double, vy: Double), size: Double, in interval: Double
    ) -> Double? {
        // What an error of place makes of speed.
        let blur = (1.5 + 0.1 * size) / interval
        let (turn, gain) = (abs(late.vx - early.vx), late.vy - early.vy)
        guard turn < blur + 0.3 * late.vy, gain > -blur - 0.15 * early.vy, gain < 2 * blur + early.vy else {
            return nil
        }
        return (turn + abs(gain)) / blur
    }

    /// A place for a new track: a free one, or that of the weakest short track.
    private func freeSlot() -> Int? {
        var weakest: Int?
        for i in tracks.indices {
            guard tracks[i].isActive else { return i }
            guard tracks[i].incident == nil, tracks[i].samples.count < 6 else { continue }
            if tracks[i].misses > 0, tracks[i].evidence < weakest.map({ tracks[$0].evidence }) ?? .infinity {
                weakest = i
            }
        }
        return weakest
    }
}
