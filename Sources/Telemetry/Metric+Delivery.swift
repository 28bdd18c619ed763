/// What is measured between the queue and those who take alarms from it.
extension Metric {
    static let ofDelivery = [
        queueDepth, queueOldestAge, deliveredEvents, deliveryFailures, deliveryRefusals, queueSetAside, deliveryLag,
    ]

    /// Events a sink has still to be given.
    public static let queueDepth = Metric(
        "tocsin_queue_depth", .gauge, labels: ["sink"],
        help: "Events in the queue that the sink has not had, read every 5 s; above 10000 an upper bound.")
    /// Age of the oldest of them.
    public static let queueOldestAge = Metric(
        "tocsin_queue_oldest_age_seconds", .gauge, .seconds, labels: ["sink"],
        help: "Time since the oldest event that the sink has not had was queued; 0 when it has all.")
    /// Events a sink has taken.
    public static let deliveredEvents = Metric(
        "tocsin_delivered_events_total", .counter, labels: ["sink"],
        help: "Events the sink has taken; one delivered again counts again.")
    /// Batches a sink refused.
    public static let deliveryFailures = Metric(
        "tocsin_delivery_failures_total", .counter, labels: ["sink"],
        help: "Attempts to deliver that the sink refused; they were made again.")
    /// Events a sink refused.
    public static let deliveryRefusals = Metric(
        "tocsin_delivery_refusals_total", .counter, labels: ["sink"],
        help: "Times the sink refused one event while it takes others; the event was set aside.")
    /// Events set aside.
    public static let queueSetAside = Metric(
        "tocsin_queue_set_aside", .gauge, labels: ["sink"],
        help: "Events that the sink has refused and not taken since, dead letters included, read every 5 s.")
    /// From the queue to the sink.
    public static let deliveryLag = Metric(
        "tocsin_delivery_lag_seconds", .histogram, .seconds, labels: ["sink"],
        buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600],
        help: "Time from an event being safe in the queue to the sink having it, on the civil clock; a replay counts "
            + "with the age of what it replays.")
}
