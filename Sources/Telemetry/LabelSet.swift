/// The labels of one series in one fixed spelling, so that equal labels are one series.
struct LabelSet: Hashable, Comparable, Sendable {
    /// As between the braces: `camera="a",stage="decoded"`; empty where there are none.
    let text: String

    /// What `metric` declares, with the values out of `values`: empty where there is none, and nothing besides.
    init(_ metric: Metric, _ values: [String: String]) {
        text = metric.labels.map { "\($0)=\"\(Self.escaped(values[$0] ?? ""))\"" }.joined(separator: ",")
    }

    /// With its braces; nothing where there are no labels.
    var braced: String { text.isEmpty ? "" : "{\(text)}" }

    /// The labels of a histogram's bucket that ends at `bound`, with braces.
    func braced(upTo bound: String) -> String { "{\(text)\(text.isEmpty ? "" : ",")le=\"\(bound)\"}" }

    static func < (first: LabelSet, second: LabelSet) -> Bool { first.text < second.text }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { "\\\"\n".utf8.contains($0) }) else { return value }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
