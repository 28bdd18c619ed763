/// What stands in a text of the Prometheus format, version 0.0.4, read strictly: every deviation is a complaint.
public struct PrometheusText {
    /// All series of one metric.
    public struct Family {
        /// Without the suffixes of a histogram.
        public let name: String
        /// counter, gauge, histogram, summary or untyped.
        public let type: String
        /// What it is, for people.
        public let help: String
        /// In the order of the text.
        public var samples: [Sample] = []
    }

    /// One line with a value.
    public struct Sample {
        /// With the suffixes of a histogram.
        public let name: String
        /// As they stand there, escapes undone.
        public let labels: [String: String]
        /// The value.
        public let value: Double
    }

    /// In the order of the text.
    public private(set) var families: [Family] = []
    /// What is wrong, each with its line.
    public private(set) var complaints: [String] = []

    private var helpFor: (name: String, help: String)?

    /// Reads `text`.
    public init(_ text: String) {
        if !text.hasSuffix("\n") { complaints.append("the last line has no end") }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated() {
            if let problem = read(String(line)) { complaints.append("line \(number + 1): \(problem): \(line)") }
        }
        if helpFor != nil { complaints.append("a HELP without TYPE at the end") }
        for family in families { complaints += PrometheusRules.complaints(about: family) }
    }

    /// The value of the one series `name` with `labels`.
    public func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        families.lazy.flatMap(\.samples).first { $0.name == name && $0.labels == labels }?.value
    }

    /// What is wrong with `line`, which is taken in.
    private mutating func read(_ line: String) -> String? {
        if line.hasPrefix("# HELP ") { return readHelp(line.dropFirst(7)) }
        if line.hasPrefix("# TYPE ") { return readType(line.dropFirst(7)) }
        guard !line.hasPrefix("#"), !line.isEmpty else { return "neither HELP nor TYPE nor a sample" }
        guard helpFor == nil else { return "a HELP is not followed by its TYPE" }
        guard let sample = PrometheusLine(line).sample else { return "it cannot be read" }
        guard let last = families.indices.last else { return "a sample before any TYPE" }
        guard families[last].takes(sample.name) else { return "it does not belong to \(families[last].name)" }
        guard !families[last].samples.contains(where: { $0.name == sample.name && $0.labels == sample.labels }) else {
            return "the series stands there twice"
        }
        families[last].samples.append(sample)
        return nil
    }

    private mutating func readHelp(_ rest: Substring) -> String? {
        let parts = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return "a HELP without words" }
        guard helpFor == nil else { return "two HELP in a row" }
        helpFor = (String(parts[0]), String(parts[1]))
        return families.contains { $0.name == parts[0] } ? "the metric stands there twice" : nil
    }

    private mutating func readType(_ rest: Substring) -> String? {
        let parts = rest.split(separator: " ", omittingEmptySubsequences: false)
        defer { helpFor = nil }
        guard parts.count == 2 else { return "a TYPE is a name and a type" }
        guard let helpFor, helpFor.name == parts[0] else { return "its HELP does not stand before it" }
        families.append(Family(name: helpFor.name, type: String(parts[1]), help: helpFor.help))
        return nil
    }
}

extension PrometheusText.Family {
    /// Whether a sample called `sample` may stand here.
    fileprivate func takes(_ sample: String) -> Bool {
        type == "histogram" ? ["_bucket", "_sum", "_count"].contains { sample == name + $0 } : sample == name
    }
}
