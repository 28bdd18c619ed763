/// The one table of everything that is measured. `docs/metrics.md` says the same for people; a test compares them.
public enum MetricCatalog {
    /// A topic and its metrics.
    public struct Group: Hashable, Sendable {
        /// The topic, as a heading.
        public let title: String
        /// In the order of the document.
        public let metrics: [Metric]
    }

    /// Every metric, by topic.
    public static let groups = [
        Group(title: "Cameras", metrics: Metric.ofCameras),
        Group(title: "Alarms", metrics: Metric.ofAlarms),
        Group(title: "Evidence", metrics: Metric.ofEvidence),
        Group(title: "Queue and delivery", metrics: Metric.ofDelivery),
        Group(title: "HTTP", metrics: Metric.ofHTTP),
        Group(title: "Self-tests", metrics: Metric.ofSelfTests),
        Group(title: "Polls, devices and rates", metrics: Metric.ofBooks),
        Group(title: "The process", metrics: Metric.ofProcess),
    ]

    /// Every metric.
    public static var all: [Metric] { groups.flatMap(\.metrics) }
}
