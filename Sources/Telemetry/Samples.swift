/// What a scrape shows: the value of every series at one moment.
public struct Samples: Sendable {
    enum Value: Sendable {
        case number(Double)
        case histogram(bounds: [Double], counts: [Int], sum: Double)
    }

    private var families: [Metric: [LabelSet: Value]] = [:]

    init() {}

    /// Shows `value` of a counter or gauge; what was there for the same labels is replaced. Labels that are not declared
    /// are left out. A counter's value is its total since the program started.
    public mutating func set(_ metric: Metric, _ value: Double, _ labels: [String: String] = [:]) {
        guard metric.kind != .histogram else { return }
        families[metric, default: [:]][LabelSet(metric, labels)] = .number(value)
    }

    /// Shows `value`, which is a whole number.
    public mutating func set(_ metric: Metric, _ value: Int, _ labels: [String: String] = [:]) {
        set(metric, Double(value), labels)
    }

    mutating func put(_ metric: Metric, _ labels: LabelSet, _ value: Value) {
        families[metric, default: [:]][labels] = value
    }

    /// The Prometheus text format, version 0.0.4, ordered by name and labels.
    func text() -> String {
        var text = ""
        for (metric, series) in families.sorted(by: { $0.key.name < $1.key.name }) {
            let help = metric.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
            text += "# HELP \(metric.name) \(help)\n# TYPE \(metric.name) \(metric.kind.rawValue)\n"
            for (labels, value) in series.sorted(by: { $0.key < $1.key }) {
                text += Self.lines(metric.name, labels, value)
            }
        }
        return text
    }

    private static func lines(_ name: String, _ labels: LabelSet, _ value: Value) -> String {
        switch value {
        case .number(let number): return "\(name)\(labels.braced) \(spelled(number))\n"
        case .histogram(let bounds, let counts, let sum):
            var text = ""
            var reached = 0
            for (bound, count) in zip(bounds + [.infinity], counts) {
                reached += count
                text += "\(name)_bucket\(labels.braced(upTo: spelled(bound))) \(reached)\n"
            }
            // The count of this reading, not of a later one: it must agree with the last bucket.
            return text + "\(name)_sum\(labels.braced) \(spelled(sum))\n\(name)_count\(labels.braced) \(reached)\n"
        }
    }

    /// Whole numbers without a fraction; Prometheus spells values that are no numbers its own way.
    static func spelled(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 0x1p53 { return String(Int(value)) }
        return value.description
    }
}
