/// Whether a hazard shows in enough of the last looks to be believed.
struct HazardVote {
    /// Whether the looks showed it, the newest in the lowest bit.
    private var shown: UInt32 = 0
    private var looks = 0
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
        (shown & (1 << UInt32(hazard.vote.of) - 1)).nonzeroBitCount >= hazard.vote.needed
    }

    /// Whether nothing more is to be expected: it showed in none of the last looks, or not often enough for long.
    func isHopeless(_ hazard: Hazard) -> Bool {
        guard looks >= Self.patience else { return false }
        let recent = shown & (1 << UInt32(Self.patience) - 1)
        return recent == 0 || looks >= hazard.vote.of + Self.patience
    }

    /// Mean score of the looks that showed it.
    var confidence: Double { hits > 0 ? sum / Double(hits) : 0 }

    /// Whether any look showed it.
    var hasShown: Bool { hits > 0 }
}
