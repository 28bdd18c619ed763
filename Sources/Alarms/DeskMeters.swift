import Telemetry
import VideoCore

/// What the desk counts.
struct DeskMeters: Sendable {
    let waiting: Gauge
    let lost: Counter
    let queueRefused: Counter
    let evidenceRefused: Counter
    private let metrics: Metrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        waiting = metrics.gauge(.alarmsWaiting)
        lost = metrics.counter(.alarmsLost)
        queueRefused = metrics.counter(.queueRefusals)
        evidenceRefused = metrics.counter(.evidenceRefused)
        // Shown from the start: a series that begins at 1 hides its first increase from whoever watches it.
        for kind in AlarmKind.allCases {
            _ = metrics.histogram(.alarmLatency, ["kind": kind.rawValue])
            for phase in AlarmPhase.allCases { _ = metrics.counter(.alarmsCommitted, Self.labels(kind, phase)) }
        }
        for reason in AlarmRefusal.allCases { _ = metrics.counter(.findingsRefused, ["reason": reason.rawValue]) }
    }

    /// One event that the queue took, or knew already.
    func count(_ event: AlarmEvent, isNew: Bool) {
        let labels = Self.labels(event.data.kind, event.data.phase)
        guard !event.data.isTest else { return metrics.counter(.testsCommitted, labels).add() }
        guard isNew else { return metrics.counter(.alarmsKnown, labels).add() }
        metrics.counter(.alarmsCommitted, labels).add()
        guard let received = event.data.receivedAt, let committed = event.data.committedAt else { return }
        // The civil clock may have been put back in between.
        let seconds = max(0, Double(committed.milliseconds - received.milliseconds) / 1000)
        metrics.histogram(.alarmLatency, ["kind": event.data.kind.rawValue]).observe(seconds)
    }

    /// The findings a policy refused since it stood at `before`.
    func count(refusals: [AlarmRefusal: Int], before: [AlarmRefusal: Int]) {
        for (reason, count) in refusals {
            metrics.counter(.findingsRefused, ["reason": reason.rawValue]).add(count - before[reason, default: 0])
        }
    }

    private static func labels(_ kind: AlarmKind, _ phase: AlarmPhase) -> [String: String] {
        ["kind": kind.rawValue, "phase": phase.rawValue]
    }
}
