/// What is remembered of one hazard in one view: suspicions that came to nothing are not looked into again at once, and
/// those of something that always looks like that less and less often.
struct HazardMemory {
    /// No closer look before then, seconds of media time.
    private var restsUntil = -Double.infinity
    private var rest = firstRest
    /// The highest score that was looked into in vain.
    private var dismissed = 0.0
    private var lastSuspected = -Double.infinity

    private static let firstRest = 12.0
    private static let restOfTheDead = 60.0
    private static let longestRest = 120.0
    /// A score that much higher than one dismissed is looked into whatever the rest.
    private static let surprise = 0.2
    /// Seconds without a suspicion after which the past is forgotten.
    private static let memory = 120.0

    /// Whether a suspicion of `score` at media time `t` deserves a closer look.
    mutating func isWorthALook(_ score: Double, at t: Double) -> Bool {
        if t - lastSuspected > Self.memory, t >= restsUntil { self = HazardMemory() }
        lastSuspected = t
        return t >= restsUntil || score > dismissed + Self.surprise
    }

    /// The closer look that ended at media time `t` found nothing to ring for; `score` was the highest in it. What looked
    /// right throughout and did not live, `isDead`, is a lamp or a wall: it rests a minute or longer.
    mutating func dismiss(_ score: Double, isDead: Bool, at t: Double) {
        guard t >= restsUntil else { return }
        if isDead { rest = max(rest, Self.restOfTheDead) }
        restsUntil = t + rest
        rest = min(rest * 2, Self.longestRest)
        dismissed = max(dismissed, score)
    }
}
