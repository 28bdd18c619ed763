package import VideoCore

/// Decides whether the civil clock may be believed enough to delete by it. Pure: both clocks are arguments.
///
/// A clock that jumps ahead would make all evidence look old. So nothing is deleted by age for a day after a jump, nor for
/// a day after a start whose date is far from the newest evidence: time for somebody to put the clock right. A doubt outlives
/// a restart, as evidence that was written meanwhile makes the wrong date look right.
package struct RetentionClock: Sendable {
    /// A difference between both clocks of more than this is a jump, in seconds.
    static let largestDrift = 3600.0
    /// Days between the newest evidence and a start after which the date is doubted.
    static let longestGap = 2.0
    /// How long a doubted clock must run on before it is believed.
    static let probation = Duration.seconds(86_400)

    private var last: (wall: WallTime, instant: ContinuousClock.Instant)?
    private var doubtedUntil: ContinuousClock.Instant?

    /// Nothing is known of the clock yet.
    package init() {}

    /// Whether evidence may be deleted by its age now. `newest` is the day of the newest evidence there is,
    /// `wasDoubted` whether the clock was when the program ended; both matter at the first call.
    package mutating func maySayWhatIsOld(
        now: WallTime, instant: ContinuousClock.Instant, newest: String?, wasDoubted: Bool = false
    ) -> Bool {
        if let last {
            let drift = now.secondsSince1970 - last.wall.secondsSince1970 - (instant - last.instant) / .seconds(1)
            if drift > Self.largestDrift { doubtedUntil = instant + Self.probation }
            if drift < -Self.largestDrift { doubtedUntil = nil }
        } else if wasDoubted || newest.map({ isFar($0, from: now) }) == true {
            doubtedUntil = instant + Self.probation
        }
        last = (now, instant)
        return doubtedUntil.map { instant >= $0 } ?? true
    }

    private func isFar(_ day: String, from now: WallTime) -> Bool {
        let gap = 86_400 * Self.longestGap
        return day < Timestamp(now.advanced(by: -gap)).day || day > Timestamp(now.advanced(by: gap)).day
    }
}
