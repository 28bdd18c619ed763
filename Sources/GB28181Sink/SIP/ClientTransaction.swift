/// A request on its way (RFC 3261, section 17.1.2): when it is sent again, and when it is given up.
///
/// A final answer ends it at once: an answer that comes once more finds no transaction and is dropped.
struct ClientTransaction {
    /// Seconds.
    struct Timing: Hashable {
        /// T1, the time to the far end and back: after as many a request is sent again, over UDP.
        var first = 0.5
        /// T2, the longest time between two sendings.
        var longest = 4.0
        /// After as many nobody answers any more. RFC 3261 waits for 32, 64 times T1; here the queue offers the alarm
        /// again, so nothing is lost by giving up earlier.
        var patience = 10.0
    }

    enum Action: Hashable {
        case nothing
        /// Send it again.
        case send
        /// The answer is there.
        case finish
        /// Nobody answers.
        case giveUp
    }

    private let timing: Timing
    private let isReliable: Bool
    private let end: Double
    private var interval: Double
    private var next: Double
    private var isProceeding = false

    /// A request that was sent at `now`, over TCP where `isReliable`.
    init(at now: Double, isReliable: Bool, _ timing: Timing = Timing()) {
        self.timing = timing
        self.isReliable = isReliable
        end = now + timing.patience
        interval = timing.first
        next = now + timing.first
    }

    /// What is due at `now`.
    mutating func tick(at now: Double) -> Action {
        if now >= end { return .giveUp }
        guard !isReliable, now >= next else { return .nothing }
        interval = isProceeding ? timing.longest : min(interval * 2, timing.longest)
        next = now + interval
        return .send
    }

    /// What an answer of `status` means.
    mutating func heard(_ status: Int) -> Action {
        guard status < 200 else { return .finish }
        isProceeding = true
        return .nothing
    }
}
