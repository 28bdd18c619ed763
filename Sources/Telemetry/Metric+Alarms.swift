/// What is measured between a finding and the queue.
extension Metric {
    static let ofAlarms = [
        alarmsCommitted, alarmsKnown, testsCommitted, findingsRefused, alarmLatency, alarmsWaiting, alarmsLost,
        queueRefusals, evidenceRefused,
    ]

    /// Events queued.
    public static let alarmsCommitted = Metric(
        "tocsin_alarms_committed_total", .counter, labels: ["kind", "phase"],
        help: "Alarm events put into the queue; those of phase open are the alarms.")
    /// Events that were in the queue already.
    public static let alarmsKnown = Metric(
        "tocsin_alarms_known_total", .counter, labels: ["kind", "phase"],
        help: "Alarm events that were in the queue already, from before a restart.")
    /// Events of tests queued.
    public static let testsCommitted = Metric(
        "tocsin_tests_committed_total", .counter, labels: ["kind", "phase"],
        help: "Events of self-tests put into the queue; they are never delivered.")
    /// Findings that made no event.
    public static let findingsRefused = Metric(
        "tocsin_findings_refused_total", .counter, labels: ["reason"],
        help: "Findings that made no event: cooldown, schedule, throttled, unknown-incident, duplicate.")
    /// From the frame to the queue.
    public static let alarmLatency = Metric(
        "tocsin_alarm_latency_seconds", .histogram, .seconds, labels: ["kind"],
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60],
        help: "Time from the arrival of the frame that settled a finding to its event being safe in the queue.")
    /// Events held in memory.
    public static let alarmsWaiting = Metric(
        "tocsin_alarms_waiting", .gauge, help: "Alarm events held in memory because the queue refuses them.")
    /// Events given up.
    public static let alarmsLost = Metric(
        "tocsin_alarms_lost_total", .counter, help: "Alarm events given up because too many waited.")
    /// Times the queue refused.
    public static let queueRefusals = Metric(
        "tocsin_queue_refusals_total", .counter, help: "Times the queue refused an event; it was offered again.")
    /// Alarms without a picture.
    public static let evidenceRefused = Metric(
        "tocsin_evidence_refused_total", .counter,
        help: "Alarm events whose picture could not be stored; they went out without.")
}
