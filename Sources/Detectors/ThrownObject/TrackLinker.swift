#if canImport(Glibc)
    internal import Glibc
#endif
internal import Vision

/// Joins the blobs of successive pictures into tracks of things that move down.
struct TrackLinker {
    /// Most things followed at once; more are rain.
    private static let trackLimit = 96
    /// Pictures without a blob before a track ends: a balcony, a bright patch of sky.
    private static let missLimit = 4
    /// ... and never longer than that, seconds: half a second of free fall is 1.2 m, or a storey at speed.
    private static let gapLimit = 0.5
    /// Share of the pictures in which a thing in the open is found.
    private static let detection = 0.85

    /// All places for tracks; only the active ones mean something.
    private(set) var tracks: [Track]
    private var starter: TrackStarter
    private var claims: [Int]
    private var order: [Int] = []
    private var nextID = 1
    private let pixels: Double

    /// For pictures of `width` × `height` pixels.
    init(width: Int, height: Int) {
        pixels = Double(width * height)
        tracks = (0..<Self.trackLimit).map { _ in Track() }
        claims = Array(repeating: 0, count: ChangeMap.blobLimit)
        order.reserveCapacity(Self.trackLimit)
        starter = TrackStarter(height: height, gapLimit: Self.gapLimit)
    }

    mutating func removeAll() {
        for i in tracks.indices { tracks[i].isActive = false }
        starter.removeAll()
    }

    /// Notes which incident track number `index` was reported as.
    mutating func mark(_ index: Int, as incident: Int) { tracks[index].incident = incident }

    /// Notes that track number `index` was judged: again after an eighth more samples, which shift the verdict as much
    /// as one did at the start.
    mutating func postpone(_ index: Int) {
        let count = tracks[index].samples.count
        tracks[index].nextJudgement = count + max(count / 8, 1)
    }

    /// Notes that track number `index` is known to be nothing thrown down: it is judged no more.
    mutating func dismiss(_ index: Int) { tracks[index].nextJudgement = .max }

    /// Tracks that come down now; not those of walkers and cars beside the facade.
    var descending: Int { tracks.count { $0.isDescending && !$0.beganBeside } }

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
        for i in order { extend(i, with: blobs, at: t) }
        dropTwins()
        if startsTracks { startTracks(blobs, at: t) }
        remember(blobs, at: t)
    }

    // MARK: Continuing

    private mutating func extend(_ index: Int, with blobs: borrowing [Blob], at t: Double) {
        tracks[index].hasNews = false
        let last = tracks[index].samples[tracks[index].samples.count - 1]
        guard t - last.t <= Self.gapLimit else {
            tracks[index].isActive = false
            return
        }
        let guess = tracks[index].predict(at: t)
        // How far the guess may be off: noise, and a share of the way since the last sample, since speed is measured
        // over few pictures and what comes nearer gains speed aside as well. Three standard deviations.
        let (aside, way) = (abs(guess.vx) * (t - last.t), abs(guess.vy) * (t - last.t))
        let reach = 2 + 0.25 * min(last.width, last.height)
        let gate = (x: reach + 0.15 * way + 0.3 * aside, y: reach + 0.3 * way)
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
        let clutter = clutter(blobs, best.blob)
        let spread = gate.x * gate.y / 9
        let gain = log(Self.detection / (2 * .pi * spread * clutter)) - best.cost / 2
        tracks[index].evidence += min(max(gain, -3), 6)
        tracks[index].append(TrackSample(blobs[best.blob], at: t, clutter: clutter))
        claims[best.blob] = max(claims[best.blob], tracks[index].samples.count)
    }

    /// Blobs at least as strong as that at `index` (they come strongest first) to expect for each pixel around it: as many
    /// as in the whole picture, or as its block had of late.
    private func clutter(_ blobs: borrowing [Blob], _ index: Int) -> Double {
        let count = Double(blobs.count)
        return max(Double(index + 1) / count * max(count / pixels, blobs[index].activity / 128), 1e-6)
    }

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

    private mutating func startTracks(_ blobs: borrowing [Blob], at t: Double) {
        for newest in blobs.indices where claims[newest] < 4 && !blobs[newest].isOutside {
            let seen = TrackStarter.Seen(blob: blobs[newest], clutter: clutter(blobs, newest))
            guard let three = starter.beginning(endingIn: seen, at: t), let slot = freeSlot() else { continue }
            tracks[slot].restart(id: nextID, isBeside: blobs[newest].isBeside)
            nextID += 1
            for i in 0..<3 { tracks[slot].append(three[i]) }
        }
    }

    private mutating func remember(_ blobs: borrowing [Blob], at t: Double) {
        starter.turn(to: t)
        // What may begin no track starts nothing.
        for i in blobs.indices where !blobs[i].isOutside {
            starter.remember(.init(blob: blobs[i], clutter: clutter(blobs, i)))
        }
    }

    /// A place for a new track: a free one, or that of the short track that is likeliest to be clutter.
    private func freeSlot() -> Int? {
        var weakest: Int?
        for i in tracks.indices {
            guard tracks[i].isActive else { return i }
            guard tracks[i].incident == nil, tracks[i].samples.count < 6 else { continue }
            guard tracks[i].misses > 0 || tracks[i].evidence < 0 else { continue }
            if tracks[i].evidence < weakest.map({ tracks[$0].evidence }) ?? .infinity { weakest = i }
        }
        return weakest
    }
}
