import VideoCore

/// Some seconds in which every frame is watched, because something was suspected.
struct CloserLook {
    private let start: Double
    private var nextLook: Double
    /// One for each hazard looked for.
    private(set) var watches: [Watch]
    private var surroundings = LivelinessMeter()

    /// One hazard in one view.
    struct Watch {
        let hazard: Hazard
        let view: Int
        /// Score that counts, and the one that does where the place is the only one in the picture that lives.
        let threshold: (usual: Double, alive: Double)
        fileprivate(set) var vote = HazardVote()
        fileprivate(set) var meter = LivelinessMeter()
        /// Where it is measured whether it lives; nil before the first suspicion.
        private var place: Region?
        fileprivate(set) var firstShown: Double?
        fileprivate(set) var best = HazardReading()
        var hasRung = false

        init(_ hazard: Hazard, in view: Int, threshold: (usual: Double, alive: Double)) {
            (self.hazard, self.view, self.threshold) = (hazard, view, threshold)
        }

        fileprivate var isMeasured: Bool { place != nil }

        /// Measures at `region`, where that is not what is measured already.
        fileprivate mutating func measure(_ region: Region) {
            if let place, place.overlaps(region) { return }
            place = region
            meter.restart(on: region)
        }

        /// How much the place lives, and how much the picture does: flames flicker from frame to frame, smoke changes
        /// within a second; in grey levels.
        fileprivate func life(in surroundings: LivelinessMeter) -> (here: Double, around: Double) {
            let noise = surroundings.pixelNoise / meter.pixels.squareRoot()
            return hazard == .fire
                ? (meter.flicker(0.8) - noise, surroundings.flicker(0.5))
                : (meter.drift(0.8) - noise, surroundings.drift(0.5))
        }

        /// Least that flames and smoke live.
        fileprivate var least: Double { hazard == .fire ? 0.6 : 1.5 }

        /// Whether the place lives. A part of the picture must do so far more than the whole: where the camera
        /// itself moves, everything does.
        fileprivate func isAlive(in surroundings: LivelinessMeter) -> Bool {
            let life = life(in: surroundings)
            return life.here >= least + (view == HazardView.whole ? 0 : 6 * life.around)
        }

        /// Whether it is the only place in the picture that lives, and does so strongly.
        fileprivate func isDistinct(in surroundings: LivelinessMeter) -> Bool {
            let life = life(in: surroundings)
            return life.here >= 4 * least && life.here >= 8 * life.around
        }
    }

    /// Looks after which a place must live.
    private static let untilDead = 8
    /// Seconds between two looks of the network.
    private static let step = 0.5
    /// It ends after that, whatever is seen, seconds.
    private static let longest = 20.0

    /// A closer look at `watches` from media time `start`.
    init(at start: Double, _ watches: [Watch]) {
        (self.start, nextLook, self.watches) = (start, start, watches)
        surroundings.restart(on: HazardView.region(HazardView.whole))
    }

    /// The views that the network is to see.
    var views: ViewSet {
        var views = ViewSet()
        for watch in watches { views.insert(watch.view) }
        return views
    }

    /// Whether the network is due at media time `t`.
    func isDue(at t: Double) -> Bool { t >= nextLook - 0.01 }

    /// Whether watch number `index` may ring: enough looks showed it, and the place lives.
    func isBelieved(_ index: Int) -> Bool {
        isBelieved(index, watches[index].vote.isWon(watches[index].hazard))
    }

    /// The same when no more frames come.
    func isBelievedAtTheEnd(_ index: Int) -> Bool {
        isBelieved(index, watches[index].vote.isWonEarly(watches[index].hazard))
    }

    private func isBelieved(_ index: Int, _ isWon: Bool) -> Bool {
        isWon && !watches[index].hasRung && watches[index].isAlive(in: surroundings)
    }

    /// Measures how much the places live.
    mutating func measure(_ frame: Frame) {
        surroundings.note(frame)
        for i in watches.indices where watches[i].isMeasured { watches[i].meter.note(frame) }
    }

    /// What the network said of watch number `index` at media time `t`.
    mutating func count(_ reading: HazardReading, of index: Int, at t: Double) {
        let threshold = watches[index].threshold
        if reading.score >= FireSmokeDetector.suspicion * threshold.alive {
            watches[index].measure(reading.region ?? HazardView.region(watches[index].view))
        }
        let isDistinct = watches[index].isMeasured && watches[index].isDistinct(in: surroundings)
        let isShown = reading.score >= (isDistinct ? threshold.alive : threshold.usual)
        if isShown, !watches[index].vote.hasShown { watches[index].firstShown = t }
        watches[index].vote.count(reading.score, isShown: isShown)
        if reading.score > watches[index].best.score { watches[index].best = reading }
    }

    /// The network has looked at media time `t`.
    mutating func looked(at t: Double) { nextLook = max(nextLook + Self.step, t + Self.step / 2) }

    /// `hazard` has rung, whichever view showed it.
    mutating func ring(_ hazard: Hazard) {
        for i in watches.indices where watches[i].hazard == hazard { watches[i].hasRung = true }
    }

    /// Whether nothing more is to be expected of it at media time `t`.
    func isOver(at t: Double) -> Bool {
        t - start >= Self.longest
            || watches.allSatisfy { watch in
                let isDead = watch.vote.looks >= Self.untilDead && !watch.isAlive(in: surroundings)
                return watch.hasRung || isDead || watch.vote.isHopeless(watch.hazard)
            }
    }
}
