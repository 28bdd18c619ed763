/// Whether a hazard shows in enough of the last looks to be believed.
struct HazardVote {
    /// Whether the looks showed it, the newest in the lowest bit.
    private var shown: UInt32 = 0
    private(set) var looks = 0
    private var hits = 0
    private var sum = 0.0

    /// Looks without it after which nothing more is expected.
    private static let patience = 5

    /// Counts one look.
    mutating func count(_ score: Double, isShown: Bool) {
        shown = shown << 1 | (isShown ? 1 : 0)
        looks += 1
        guard isShown else { return }
        sum += score
        hits += 1
    }

    /// Whether enough of the last looks showed it.
    func isWon(_ hazard: Hazard) -> Bool {
        last(hazard.vote.of) >= hazard.vote.needed
    }

    /// How many of the last `count` looks showed it.
    private func last(_ count: Int) -> Int { (shown & (1 << UInt32(count) - 1)).nonzeroBitCount }

    /// Whether it would be won if what it showed so far went on: for a recording that ends before the vote does. At least
    /// four looks, two seconds, and the same share of them.
    func isWonEarly(_ hazard: Hazard) -> Bool {
        let sinceFirst = min(UInt32.bitWidth - shown.leadingZeroBitCount, hazard.vote.of)
        return sinceFirst >= 4 && last(sinceFirst) * hazard.vote.of >= sinceFirst * hazard.vote.needed
    }

    /// Whether nothing more is to be expected: it showed in none of the last looks, or in far too few.
    func isHopeless(_ hazard: Hazard) -> Bool {
        guard looks >= Self.patience else { return false }
        return last(Self.patience) == 0 || looks >= hazard.vote.of && 2 * last(hazard.vote.of) < hazard.vote.needed
    }

    /// Mean score of the looks that showed it.
    var confidence: Double { hits > 0 ? sum / Double(hits) : 0 }

    /// Whether any look showed it.
    var hasShown: Bool { hits > 0 }
}
