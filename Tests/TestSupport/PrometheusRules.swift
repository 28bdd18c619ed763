/// What Prometheus asks of names and values, beyond the grammar (prometheus.io/docs/practices/naming, and what
/// `promtool check metrics` looks for).
enum PrometheusRules {
    private static let otherUnits = [
        "milliseconds", "microseconds", "nanoseconds", "ms", "us", "ns", "minutes", "hours", "days", "weeks",
        "kilobytes",
        "megabytes", "kb", "mb", "gb", "kib", "mib", "gib", "bits", "percent", "percentage", "celsius_degrees",
    ]

    static func complaints(about family: PrometheusText.Family) -> [String] {
        var complaints = names(family)
        if family.samples.isEmpty { complaints.append("\(family.name) has no samples") }
        switch family.type {
        case "counter":
            for sample in family.samples where !(sample.value >= 0 && sample.value.isFinite) {
                complaints.append("\(family.name): a counter cannot be \(sample.value)")
            }
        case "gauge": break
        case "histogram": complaints += histogram(family)
        default: complaints.append("\(family.name): the type \(family.type) is not used here")
        }
        for sample in family.samples where family.type != "histogram" && sample.labels["le"] != nil {
            complaints.append("\(family.name): the label le is for histograms")
        }
        return complaints
    }

    private static func names(_ family: PrometheusText.Family) -> [String] {
        let name = family.name
        let words = name.split(separator: "_").map(String.init)
        var complaints: [String] = []
        if name.contains(where: { $0.isUppercase || $0 == ":" }) {
            complaints.append("\(name): write it in snake_case")
        }
        if (family.type == "counter") != name.hasSuffix("_total") {
            complaints.append("\(name): counters end in _total, and nothing else does")
        }
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
            complaints.append("\(name): \(suffix) is for histograms")
        }
        for unit in otherUnits where words.contains(unit) { complaints.append("\(name): \(unit) is no base unit") }
        if words.contains(family.type) { complaints.append("\(name): the type does not belong into the name") }
        return complaints
    }

    private static func histogram(_ family: PrometheusText.Family) -> [String] {
        let groups = Dictionary(grouping: family.samples) { sample in
            sample.labels.filter { $0.key != "le" }
        }
        return groups.flatMap { labels, samples in
            series(samples, of: family.name).map { "\(family.name) \(labels): \($0)" }
        }
    }

    private static func series(_ samples: [PrometheusText.Sample], of name: String) -> [String] {
        let buckets = samples.filter { $0.name == name + "_bucket" }
        let bounds = buckets.map { $0.labels["le"].flatMap { $0 == "+Inf" ? .infinity : Double($0) } ?? .nan }
        let counts = buckets.map(\.value)
        var complaints: [String] = []
        if bounds.last != .infinity { complaints.append("the last bucket is not +Inf") }
        if zip(bounds, bounds.dropFirst()).contains(where: { !($0 < $1) }) { complaints.append("le does not grow") }
        if zip(counts, counts.dropFirst()).contains(where: { !($0 <= $1) }) {
            complaints.append("the buckets are not cumulative")
        }
        let totals = samples.filter { $0.name == name + "_count" }.map(\.value)
        if totals.count != 1 || totals.last != counts.last { complaints.append("_count is not the last bucket") }
        if samples.count(where: { $0.name == name + "_sum" }) != 1 { complaints.append("there is no _sum") }
        return complaints
    }
}
