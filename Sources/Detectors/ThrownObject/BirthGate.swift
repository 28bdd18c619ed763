/// Holds new tracks back while the whole picture changes: light switched, infrared cut, a shaken pole, heavy rain.
struct BirthGate {
    /// Share of blocks above which the picture as a whole has changed, not things in it: it tells nothing of them.
    static let floodShare = 0.4
    /// Share above which a sudden change is taken for a jolt: edges everywhere move at once.
    private static let joltShare = 0.1
    /// Seconds without new tracks after a flood: exposure and white balance settle.
    private static let pause = 0.5

    private var closedUntil = -Double.infinity
    private var wasFlooded = false
    private var usualShare = 0.0
    /// Seconds in which no track could start.
    private(set) var blindSeconds = 0.0

    /// Whether tracks may start in the picture at `mediaTime`, of which `firedShare` of the blocks changed.
    mutating func opens(firedShare: Double, at mediaTime: Double, interval: Double) -> Bool {
        // One such picture among others is a coder that refreshes it, as some do each second: it passes by itself.
        let isFlooded = firedShare > Self.floodShare
        if isFlooded, wasFlooded { closedUntil = mediaTime + Self.pause }
        wasFlooded = isFlooded
        // A jolt is four times what is usual here; a storm in the trees becomes usual within seconds.
        let isJolt = firedShare > max(Self.joltShare, 4 * usualShare)
        usualShare += (firedShare - usualShare) * min(interval / 2, 0.2)
        let isOpen = !isFlooded && mediaTime >= closedUntil && !isJolt
        if !isOpen { blindSeconds += interval }
        return isOpen
    }

    /// Forgets what was usual: another picture follows.
    mutating func reset() {
        closedUntil = -.infinity
        wasFlooded = false
        usualShare = 0
    }
}
