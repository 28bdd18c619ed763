public import Ledger

/// Decides whether a device is up, from signs of life that come about once a minute.
///
/// Down after three misses, up again after two answers (`domain.md`); both count from the first of them. The first answer
/// ever makes it up at once.
public struct DeviceWatch: Hashable, Sendable {
    /// What changed.
    public struct Change: Hashable, Sendable {
        /// The new state.
        public var state: DeviceState
        /// Since when, in seconds since 1970.
        public var since: Int
        /// Why it is down.
        public var cause: String?
        /// Whether anybody should hear of it: not where nothing was known before.
        public var isEvent: Bool

        /// `state` since `since`.
        public init(state: DeviceState, since: Int, cause: String? = nil, isEvent: Bool) {
            self.state = state
            self.since = since
            self.cause = cause
            self.isEvent = isEvent
        }
    }

    /// Misses in a row that make it down, and answers that make it up again.
    static let (missesToDown, answersToUp) = (3, 2)

    /// What it is taken for.
    public private(set) var state = DeviceState.unknown
    /// Since when, in seconds since 1970.
    public private(set) var since = 0
    /// Why it is down.
    public private(set) var cause: String?
    /// Observations in a row that speak against ``state``, and when the first of them was made.
    private var doubts = 0
    private var doubtedSince = 0

    /// A device of which nothing is known.
    public init() {}

    /// Takes in that it answered at `now`, or did not because of `cause`.
    public mutating func observe(isUp: Bool, cause: String? = nil, at now: Int) -> Change? {
        let seen: DeviceState = isUp ? .up : .down
        guard seen != state else {
            doubts = 0
            guard seen == .down, let cause, cause != self.cause else { return nil }
            self.cause = cause
            return Change(state: .down, since: now, cause: cause, isEvent: false)
        }
        // A clock that was put back: what was doubted then was not before now.
        if doubts == 0 || doubtedSince > now { (doubts, doubtedSince) = (0, now) }
        doubts += 1
        let needed = isUp ? (state == .unknown ? 1 : Self.answersToUp) : Self.missesToDown
        guard doubts >= needed else { return nil }
        let isEvent = state != .unknown || seen == .down
        state = seen
        since = doubtedSince
        self.cause = isUp ? nil : cause
        doubts = 0
        return Change(state: seen, since: since, cause: self.cause, isEvent: isEvent)
    }
}
