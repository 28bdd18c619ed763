import Console
import Synchronization

/// What the parts of a running site tell of themselves, for `/healthz` and `/readyz`.
final class SiteHealth: Sendable {
    /// The part that sees to waiting alarms, on the desk's thread.
    static let desk = "the alarm desk"
    /// The threads that decode and detect.
    static let workers = "the analysis of cameras"

    private struct State {
        var vitality = Vitality()
        var waitingSince: Double?
    }

    private let began = SuspendingClock.now
    private let state = Mutex(State())

    private var now: Double { (SuspendingClock.now - began) / .seconds(1) }

    /// The part called `name` has come round.
    func beat(_ name: String) {
        let now = now
        state.withLock { $0.vitality.beat(name, now: now) }
    }

    /// So many events are held in memory now; to be said every second, so that a moment is not taken for a stretch.
    func note(waiting: Int) {
        let now = now
        state.withLock { $0.waitingSince = waiting > 0 ? $0.waitingSince ?? now : nil }
    }

    /// What keeps the process from its work.
    var troubles: [String] {
        let now = now
        return state.withLock { $0.vitality }.troubles(now: now)
    }

    /// What stands in the way now, with `waiting` events held in memory, of which the queue says `refusal`.
    func obstacles(camerasNotStarted: Int, waiting: Int, refusal: String?) -> [String] {
        note(waiting: waiting)
        let now = now
        var readiness = Readiness()
        readiness.camerasNotStarted = camerasNotStarted
        readiness.queueRefusal = refusal
        readiness.waitingEvents = waiting
        readiness.waitingSeconds = state.withLock { $0.waitingSince }.map { now - $0 } ?? 0
        return readiness.obstacles
    }
}
