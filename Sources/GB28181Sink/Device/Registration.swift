/// Whether this side is registered with its platform, and what is due (GB/T 28181, 9.1 and 9.6). Times are seconds of any
/// clock that only goes forward.
struct Registration {
    enum Action: Hashable {
        case register
        case keepalive
        /// Nothing before that time.
        case wait(until: Double)
    }

    /// Signs of life without an answer, one after the other, after which registration is begun anew.
    static let mostMissed = 3
    /// Seconds after a refusal before it is tried again, unless there is an alarm to deliver: devices that are refused
    /// too often are locked out.
    static let rest = 60.0
    /// Seconds after a platform was silent; twice as many after each further time, up to ``rest``.
    static let shortestRest = 5.0

    private enum State {
        case absent
        case refused(until: Double)
        case registered(renewAt: Double, endsAt: Double)
    }

    /// Seconds to register for.
    private(set) var expires: Double
    private let interval: Double
    private var state = State.absent
    private var nextKeepalive = 0.0
    private var missed = 0
    private var nextRest = Registration.shortestRest

    /// Registers for `expires` seconds and shows a sign of life every `keepalive` seconds.
    init(expires: Double, keepalive: Double) {
        self.expires = expires
        interval = keepalive
    }

    /// Whether the platform knows this side at `now`.
    func isRegistered(at now: Double) -> Bool {
        if case .registered(_, let end) = state { now < end } else { false }
    }

    /// What is due at `now`.
    func due(at now: Double) -> Action {
        switch state {
        case .absent: return .register
        case .refused(let until): return now >= until ? .register : .wait(until: until)
        case .registered(let renewAt, _):
            if now >= renewAt { return .register }
            return now >= nextKeepalive ? .keepalive : .wait(until: min(renewAt, nextKeepalive))
        }
    }

    /// The platform has taken the registration for `granted` seconds; nil: for as long as it was asked.
    mutating func accepted(for granted: Double?, at now: Double) {
        let span = min(max(granted ?? expires, 10), max(expires, 10))
        // With a third left, so that a platform that is away for a while does not forget this side.
        state = .registered(renewAt: now + span * 2 / 3, endsAt: now + span)
        nextKeepalive = now + interval
        missed = 0
        nextRest = Self.shortestRest
    }

    /// The platform wants longer spans (423).
    mutating func asked(forAtLeast seconds: Double) { expires = min(max(expires, seconds), 86400) }

    /// The platform has refused.
    mutating func refused(at now: Double) { state = .refused(until: now + Self.rest) }

    /// The platform was not there.
    mutating func unanswered(at now: Double) {
        state = .refused(until: now + nextRest)
        nextRest = min(nextRest * 2, Self.rest)
    }

    /// A sign of life has had an answer of `status`; nil: none.
    mutating func keptAlive(_ status: Int?, at now: Double) {
        nextKeepalive = now + interval
        missed = status == nil ? missed + 1 : 0
        let isKnown = status.map { (200...299).contains($0) } ?? (missed < Self.mostMissed)
        if !isKnown { state = .absent }
    }

    /// The connection is gone, or the platform does not know this side any more.
    mutating func lost() { state = .absent }
}
