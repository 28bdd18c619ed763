import VideoCore

/// Some seconds in which one view is watched on every frame, because something was suspected there.
struct CloserLook {
    let view: Int
    private let start: Double
    private var nextLook: Double
    /// One for each hazard looked for.
    private(set) var watches: [Watch]

    /// One hazard in that view.
    struct Watch {
        let hazard: Hazard
        let threshold: Double
        fileprivate(set) var vote = HazardVote()
        fileprivate(set) var meter = LivelinessMeter()
        fileprivate(set) var firstShown: Double?
        fileprivate(set) var best = HazardReading()
        var hasRung = false

        /// Whether it may ring: enough looks showed it, and the place lives.
        var isBelieved: Bool { !hasRung && vote.isWon(hazard) && isAlive }

        /// Least change in the liveliest fifth of the place, in grey levels: flames flicker from frame to frame, smoke
        /// changes within a second.
        private var isAlive: Bool { hazard == .fire ? meter.flicker >= 0.6 : meter.drift >= 1.5 }
    }

    /// Seconds between two looks of the network.
    private static let step = 0.5
    /// It ends after that, whatever is seen, seconds.
    private static let longest = 14.0

    /// A closer look at `view` from media time `start`.
    init(view: Int, at start: Double, thresholds: [(Hazard, Double)]) {
        (self.view, self.start, nextLook) = (view, start, start)
        watches = thresholds.map { Watch(hazard: $0, threshold: $1) }
    }

    /// Whether the network is due at media time `t`.
    func isDue(at t: Double) -> Bool { t >= nextLook - 0.01 }

    /// Measures how much the places live.
    mutating func measure(_ frame: Frame) {
        for i in watches.indices where watches[i].vote.hasShown { watches[i].meter.note(frame) }
    }

    /// What the network said of watch number `index` at media time `t`.
    mutating func count(_ reading: HazardReading, of index: Int, at t: Double) {
        let isShown = reading.score >= watches[index].threshold
        if isShown, !watches[index].vote.hasShown {
            watches[index].firstShown = t
            watches[index].meter.restart(on: reading.region ?? HazardView.region(view))
        }
        watches[index].vote.count(reading.score, isShown: isShown)
        if reading.score > watches[index].best.score { watches[index].best = reading }
    }

    /// The network has looked at media time `t`.
    mutating func looked(at t: Double) { nextLook = max(nextLook + Self.step, t + Self.step / 2) }

    mutating func ring(_ index: Int) { watches[index].hasRung = true }

    /// Whether nothing more is to be expected of it at media time `t`.
    func isOver(at t: Double) -> Bool {
        t - start >= Self.longest || watches.allSatisfy { $0.hasRung || $0.vote.isHopeless($0.hazard) }
    }
}
