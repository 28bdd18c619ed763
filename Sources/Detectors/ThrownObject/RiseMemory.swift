#if canImport(Glibc)
    internal import Glibc
#endif
internal import Vision

/// Where things moved in the last seconds, to tell a ball that was thrown up from a thing thrown down.
///
/// What goes up comes down along the same path, so one place on the way up fixes, together with the fall, where it was in
/// every other picture before. Each blob below the beginning of a fall may be that place; blobs all along a path mean that
/// the fall did not begin at a window.
struct RiseMemory {
    private typealias Place = (x: Double, y: Double)

    private struct Picture {
        var t: Double
        var count: Int
    }

    /// Pictures remembered, at least 2.6 s: a ball thrown 12 m high rises 1.6 s, and falls for a second before it is judged.
    private static let pictures = 88
    /// Places of each, those of its strongest blobs.
    private static let limit = 48
    /// Seconds between pictures that are remembered, at least: more of them in a second add cost, not certainty.
    private static let pause = 0.03
    /// Places that are tried at most.
    private static let trials = 400
    /// Seconds between a place on the way up and the fall's first sample.
    private static let span = 1.6
    /// Pixels to each side beyond which a place is not expected anywhere in particular.
    private static let widest = 24.0

    private var memory: [Picture] = []
    private var places = [Place](repeating: (0, 0), count: pictures * limit)
    private var next = 0
    /// Places on the way up, oldest first: held here so that looking for them allocates nothing.
    private var found: [FallSample] = []

    init() {
        memory.reserveCapacity(Self.pictures)
        found.reserveCapacity(Self.pictures)
    }

    mutating func removeAll() {
        memory.removeAll(keepingCapacity: true)
        next = 0
    }

    /// Notes the blobs of the picture at media time `t`, the strongest first.
    mutating func remember(_ blobs: borrowing [Blob], at t: Double) {
        let latest = memory.isEmpty ? nil : memory[(next + memory.count - 1) % memory.count].t
        if let latest, t > latest, t - latest < Self.pause { return }
        let picture = Picture(t: t, count: min(blobs.count, Self.limit))
        for i in 0..<picture.count { places[next * Self.limit + i] = (blobs[i].x, blobs[i].y) }
        if memory.count < Self.pictures { memory.append(picture) } else { memory[next] = picture }
        next = (next + 1) % Self.pictures
    }

    /// Whether a rise came before `samples`, in a picture with its middle at `centre`: then it was thrown up.
    mutating func precede(_ samples: ArraySlice<TrackSample>, centre: (x: Double, y: Double)) -> Bool {
        guard let fall = Fall(samples, centre: centre) else { return false }
        var trials = 0
        // The strongest blobs of all pictures first, so that a crowd of weak ones leaves none of them out.
        for i in 0..<Self.limit {
            for (number, picture) in memory.enumerated() where i < picture.count {
                let t = picture.t - fall.start
                guard t < -0.15, t > -Self.span else { continue }
                let sample = fall.sample(at: places[number * Self.limit + i], t)
                let below = sample.y - fall.samples.first.y
                guard below > 0.25 * fall.depth, below < 0.75 * fall.depth,
                    abs(sample.x - fall.samples.first.x) < 0.5 * fall.depth + 40
                else { continue }
                if isWay(up: sample, to: fall) { return true }
                trials += 1
                guard trials < Self.trials else { return false }
            }
        }
        return false
    }

    /// Whether what was at `sample` on its way up became `fall`, and was seen on most of that way.
    private mutating func isWay(up sample: FallSample, to fall: Fall) -> Bool {
        found.removeAll(keepingCapacity: true)
        found.append(sample)
        // One place does not fix the whole path; what was found along it does.
        for _ in 0..<3 {
            guard let path = fall.path(after: found), path.path.pictureSpeed(at: sample.t) < 0 else { return false }
            let known = found.count
            let rise = follow(path, before: fall)
            if rise.isComplete, evidence(of: path, before: fall) > rise.leastEvidence { return true }
            guard rise.seen > known, 3 * rise.seen > rise.pictures else { return false }
        }
        return false
    }

    /// What was seen along a path on its way up.
    private struct Rise {
        /// Pictures that should show it, and those of them in which it was far below the fall's beginning.
        var pictures = 0, deep = 0
        /// Those that do.
        var seen = 0, seenDeep = 0

        /// What is thrown out of a window towards the camera goes up in the picture, too, but not from as far down as it
        /// falls.
        var isComplete: Bool {
            pictures >= 6 && 10 * seen >= 7 * pictures && deep >= 1 && 2 * seenDeep >= deep
        }

        /// Windows and hands near a throw reached 18 on seeds for tuning, balls at 25 pictures a second 26; few pictures
        /// hold less evidence.
        var leastEvidence: Double { min(12 + 1.2 * Double(pictures), 24) }
    }

    /// Looks for what went up along `path` to become `fall`; `found` holds its places afterwards.
    private mutating func follow(_ path: PathFitter.Solution, before fall: Fall) -> Rise {
        var rise = Rise()
        found.removeAll(keepingCapacity: true)
        for k in memory.indices {
            let number = (next + k) % memory.count
            guard let window = window(on: path, in: number, before: fall) else { continue }
            let isDeep = window.below > 0.5 * fall.depth
            rise.pictures += 1
            rise.deep += isDeep ? 1 : 0
            guard max(window.across, window.down) < Self.widest, let place = place(in: window, of: number) else {
                continue
            }
            found.append(fall.sample(at: place, memory[number].t - fall.start))
            rise.seen += 1
            rise.seenDeep += isDeep ? 1 : 0
        }
        return rise
    }

    /// Logarithm of how much better something that went up along `path` explains the blobs than what always moves there.
    private func evidence(of path: PathFitter.Solution, before fall: Fall) -> Double {
        // Blobs of a hand that are expected within one window of each other are one piece of evidence, not many.
        let share = min(fall.depth / (8 * fall.slack), 1)
        var sum = 0.0
        for number in memory.indices {
            guard let window = window(on: path, in: number, before: fall),
                max(window.across, window.down) < Self.widest
            else { continue }
            let usual = occupancy(of: window, exceptAt: memory[number].t)
            sum += place(in: window, of: number) == nil ? log(0.15 / (1 - usual)) : log(0.85 / usual)
        }
        return share * sum
    }

    /// Where it should be in the picture with this number, had it risen along `path`; nothing where it had not.
    private func window(on path: PathFitter.Solution, in number: Int, before fall: Fall) -> Window? {
        let t = memory[number].t - fall.start
        return t < 0 && t > -1.5 * Self.span ? fall.window(on: path, at: t) : nil
    }

    /// The first place in `window` of the picture with this number.
    private func place(in window: Window, of number: Int) -> Place? {
        for i in 0..<memory[number].count where window.contains(places[number * Self.limit + i]) {
            return places[number * Self.limit + i]
        }
        return nil
    }

    /// The share of the pictures, but for those around media time `t`, in which something is in `window`: branches and
    /// curtains always are.
    private func occupancy(of window: Window, exceptAt t: Double) -> Double {
        var (all, occupied) = (2.0, 1.0)
        for number in memory.indices where abs(memory[number].t - t) > 0.15 {
            all += 1
            occupied += place(in: window, of: number) == nil ? 0 : 1
        }
        return occupied / all
    }
}

extension RiseMemory {
    /// A fall that may have been a rise before, its places from the middle of the picture.
    private struct Fall {
        let samples: Few<FallSample>
        /// Media time of its first sample.
        let start: Double
        /// Pixels fallen.
        let depth: Double
        /// Pixels by which a blob may be off its path.
        let slack: Double
        private let centre: Place
        private let sigma: Double

        init?(_ samples: ArraySlice<TrackSample>, centre: Place) {
            guard let first = samples.first, let last = samples.last, last.y > first.y else { return nil }
            (start, depth, slack) = (first.t, last.y - first.y, 3 + 0.5 * first.height)
            (self.centre, sigma) = (centre, first.sigma)
            let count = min(samples.count, Few<FallSample>.limit)
            self.samples = Few(count) { i in
                let sample = samples[samples.startIndex + i * (samples.count - 1) / max(count - 1, 1)]
                return FallSample(
                    t: sample.t - first.t, y: sample.y - centre.y, sigma: sample.sigma, x: sample.x - centre.x,
                    xSigma: sample.sigma)
            }
        }

        /// A place in the picture `t` seconds from the first sample.
        func sample(at place: Place, _ t: Double) -> FallSample {
            FallSample(t: t, y: place.y - centre.y, sigma: sigma, x: place.x - centre.x, xSigma: sigma)
        }

        /// The path on which `way` went on as the fall.
        func path(after way: [FallSample]) -> PathFitter.Solution? {
            let before = min(way.count, Few<FallSample>.limit / 2)
            let after = min(samples.count, Few<FallSample>.limit - before)
            let chosen = Few(before + after) { i in
                i < before
                    ? way[i * (way.count - 1) / max(before - 1, 1)]
                    : samples[(i - before) * (samples.count - 1) / max(after - 1, 1)]
            }
            let path = PathFitter.fit(chosen, .fallInPixels, FallLaw(terminal: .infinity), inMetres: false)
            guard let path, path.chiSquare < 8 * Double(before + after) else { return nil }
            return path
        }

        /// Where it should be `t` seconds from the first sample if it rose along `path`; nothing when it did not rise then,
        /// or was lower than the fall goes.
        func window(on path: PathFitter.Solution, at t: Double) -> Window? {
            guard path.path.nearness(t, path.path.law.drop(at: t)) > 0.1, path.path.pictureSpeed(at: t) < 0 else {
                return nil
            }
            let expected = path.path.place(at: t)
            let below = expected.y - samples.first.y
            // Around the apex a thing hardly moves and shows little.
            guard below > 0.05 * depth, below < depth else { return nil }
            return Window(
                x: expected.x + centre.x, y: expected.y + centre.y,
                across: slack + 2 * path.variance { $0.place(at: t).x }.squareRoot(),
                down: slack + 2 * path.variance { $0.place(at: t).y }.squareRoot(), below: below)
        }
    }

    /// Where something is expected, and how far to both sides, pixels.
    private struct Window {
        var x: Double
        var y: Double
        var across: Double
        var down: Double
        /// Pixels below the fall's first sample.
        var below: Double

        func contains(_ place: Place) -> Bool { abs(place.x - x) < across && abs(place.y - y) < down }
    }
}
