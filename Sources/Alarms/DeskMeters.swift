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
        waiting = metrics.gauge("tocsin_alarms_waiting", help: "Events held in memory because the queue refuses them.")
        lost = metrics.counter("tocsin_alarms_lost_total", help: "Events given up because too many waited.")
        queueRefused = metrics.counter("tocsin_queue_refusals_total", help: "Times the queue refused an event.")
        evidenceRefused = metrics.counter("tocsin_evidence_refused_total", help: "Alarms without a picture.")
    }

    /// One event that the queue took, or knew already.
    func count(_ event: AlarmEvent, isNew: Bool) {
        let labels = ["kind": event.data.kind.rawValue, "phase": event.data.phase.rawValue]
        if event.data.isTest {
            metrics.counter("tocsin_tests_committed_total", help: "Events of tests queued.", labels: labels).add()
        } else if isNew {
            metrics.counter("tocsin_alarms_committed_total", help: "Events queued.", labels: labels).add()
        } else {
            metrics.counter("tocsin_alarms_known_total", help: "Events that were queued before.", labels: labels).add()
        }
    }

    /// The findings a policy refused since it stood at `before`.
    func count(refusals: [AlarmRefusal: Int], before: [AlarmRefusal: Int]) {
        for (reason, count) in refusals {
            metrics.counter(
                "tocsin_findings_refused_total", help: "Findings that made no event.",
                labels: ["reason": reason.rawValue]
            ).add(count - before[reason, default: 0])
        }
    }
}
