import Synchronization

/// The counters and gauges of one process, by name and labels.
///
/// Asking for a metric takes a lock, using it does not: ask once, keep what is returned.
public final class Metrics: Sendable {
    private let families = Mutex<[String: MetricFamily]>([:])

    /// No metrics yet.
    public init() {}

    /// The counter `name` with these labels, made at the first call. `help` is the one given first.
    ///
    /// Names follow Prometheus: `tocsin_alarms_committed_total`. A name already in use by a gauge gives a counter
    /// that is counted but not shown.
    public func counter(_ name: String, help: String, labels: [String: String] = [:]) -> Counter {
        families.withLock { families in
            var family = families[name] ?? MetricFamily(help: help, type: .counter)
            defer { families[name] = family }
            return family.counter(LabelSet(labels))
        }
    }

    /// The gauge `name` with these labels, made at the first call; the rules of ``counter(_:help:labels:)`` hold.
    public func gauge(_ name: String, help: String, labels: [String: String] = [:]) -> Gauge {
        families.withLock { families in
            var family = families[name] ?? MetricFamily(help: help, type: .gauge)
            defer { families[name] = family }
            return family.gauge(LabelSet(labels))
        }
    }

    /// Everything in the Prometheus text format, version 0.0.4, ordered by name and labels.
    public func prometheusText() -> String {
        let copy = families.withLock { $0 }
        return copy.sorted { $0.key < $1.key }.map { $0.value.text(name: $0.key) }.joined()
    }
}

/// All metrics of one name.
struct MetricFamily: Sendable {
    enum MetricType: String {
        case counter
        case gauge
    }

    let help: String
    let type: MetricType
    private var counters: [LabelSet: Counter] = [:]
    private var gauges: [LabelSet: Gauge] = [:]

    init(help: String, type: MetricType) {
        self.help = help
        self.type = type
    }

    mutating func counter(_ labels: LabelSet) -> Counter {
        guard type == .counter else { return Counter() }
        let counter = counters[labels] ?? Counter()
        counters[labels] = counter
        return counter
    }

    mutating func gauge(_ labels: LabelSet) -> Gauge {
        guard type == .gauge else { return Gauge() }
        let gauge = gauges[labels] ?? Gauge()
        gauges[labels] = gauge
        return gauge
    }

    func text(name: String) -> String {
        let samples: [(LabelSet, String)] =
            counters.map { ($0.key, String($0.value.value)) } + gauges.map { ($0.key, Self.number($0.value.value)) }
        let lines = samples.sorted { $0.0.text < $1.0.text }.map { "\(name)\($0.0.text) \($0.1)\n" }
        let help = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return "# HELP \(name) \(help)\n# TYPE \(name) \(type.rawValue)\n" + lines.joined()
    }

    /// Prometheus spells the values that are no numbers its own way.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value.description
    }
}

/// Labels in one fixed spelling, so that equal labels are one metric.
struct LabelSet: Hashable, Sendable {
    let text: String

    init(_ labels: [String: String]) {
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
        text = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
