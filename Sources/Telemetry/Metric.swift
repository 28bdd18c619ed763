/// One metric as it is declared: all about it but its values.
///
/// ``MetricCatalog`` lists every one. Nobody else makes them, so nothing is measured that is not documented.
public struct Metric: Hashable, Sendable {
    /// What its values do over time; the raw values are those of the Prometheus text format.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Only grows, from 0 at the start of the program.
        case counter
        /// Rises and falls.
        case gauge
        /// Observations, counted by size.
        case histogram
    }

    /// What one of it is. Base units, as Prometheus asks for.
    public enum Unit: String, CaseIterable, Hashable, Sendable {
        /// Things counted, or 1 for yes and 0 for no.
        case count
        /// Seconds.
        case seconds
        /// Bytes.
        case bytes
        /// A share, 0…1.
        case ratio
        /// Pixels across.
        case pixels
    }

    /// As Prometheus knows it, such as `tocsin_alarms_committed_total`.
    public let name: String
    /// What its values do over time.
    public let kind: Kind
    /// What one of it is.
    public let unit: Unit
    /// The labels that every series of it has, and no other, in alphabetical order.
    public let labels: [String]
    /// One sentence for people.
    public let help: String
    /// Upper bounds of a histogram's buckets in its unit, growing, without the last, infinite one; else empty.
    public let buckets: [Double]

    init(
        _ name: String, _ kind: Kind, _ unit: Unit = .count, labels: [String] = [], buckets: [Double] = [], help: String
    ) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.labels = labels.sorted()
        self.help = help
        self.buckets = buckets
    }

    /// By name alone: it is unique, and a scrape hashes thousands of times.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
