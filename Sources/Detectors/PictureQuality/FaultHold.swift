internal import VideoCore

/// Decides when a faulty picture rings and when it is over: a fault must hold, and so must the good picture after it. Pure.
///
/// What comes and goes stays open: each time the fault is back within an hour of its end, the good picture must hold twice
/// as long, up to 16 times.
struct FaultHold {
    /// What to do.
    enum Action: Hashable {
        case nothing
        case open(PictureFault, since: Double)
        /// Still faulty, but in another way.
        case update(PictureFault)
        case close(PictureFault)
    }

    /// Seconds after its end within which a fault that is back is the same trouble.
    private static let flapSeconds = 3600.0
    private static let mostPatience = 16.0

    private let seconds: Double
    private var candidate: (fault: PictureFault?, since: Double)?
    private(set) var open: PictureFault?
    private var lastClose: Double?
    private var patience = 1.0

    /// Holds for `seconds`.
    init(seconds: Double) { self.seconds = seconds }

    /// Takes a verdict at media time `now`.
    mutating func note(_ verdict: PictureVerdict, at now: Double) -> Action {
        let seen: PictureFault?
        switch verdict {
        case .unsettled: return .nothing
        case .good: seen = nil
        case .faulty(let fault): seen = fault
        }
        guard let candidate, candidate.fault == seen, now >= candidate.since else {
            self.candidate = (seen, now)
            return .nothing
        }
        let held = now - candidate.since
        return seen.map { fault in faulty(fault, held: held, since: candidate.since, at: now) } ?? good(held, at: now)
    }

    /// The stream has ended: what is open, which then is over.
    mutating func finish() -> PictureFault? {
        defer { open = nil }
        return open
    }

    private mutating func faulty(_ fault: PictureFault, held: Double, since: Double, at now: Double) -> Action {
        guard held >= seconds, open != fault else { return .nothing }
        guard open == nil else {
            open = fault
            return .update(fault)
        }
        let isBack = lastClose.map { now - $0 < Self.flapSeconds && now >= $0 } ?? false
        patience = isBack ? min(2 * patience, Self.mostPatience) : 1
        open = fault
        return .open(fault, since: since)
    }

    private mutating func good(_ held: Double, at now: Double) -> Action {
        guard let fault = open, held >= seconds * patience else { return .nothing }
        open = nil
        lastClose = now
        return .close(fault)
    }
}
