/// A line with a value, read from left to right.
struct PrometheusLine {
    private var rest: Substring

    init(_ line: String) { rest = Substring(line) }

    /// What it says; nil when it breaks the grammar.
    var sample: PrometheusText.Sample? {
        var line = self
        return line.read()
    }

    private mutating func read() -> PrometheusText.Sample? {
        guard let name = take(where: { $0.isWordOrColon }), name.first?.isNumber == false else { return nil }
        var labels: [String: String] = [:]
        if skip("{") {
            repeat {
                guard let (label, value) = readLabel(), labels[label] == nil else { return nil }
                labels[label] = value
            } while skip(",")
            guard skip("}") else { return nil }
        }
        guard skip(" "), let value = Self.number(String(rest)) else { return nil }
        return PrometheusText.Sample(name: name, labels: labels, value: value)
    }

    private mutating func readLabel() -> (name: String, value: String)? {
        guard let name = take(where: { $0.isWordOrColon && $0 != ":" }), name.first?.isNumber == false,
            !name.hasPrefix("__"), skip("="), skip("\"")
        else { return nil }
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return (name, value)
            case "\\":
                guard let escaped = rest.popFirst(), let meant = ["\\": "\\", "\"": "\"", "n": "\n"][escaped] else {
                    return nil
                }
                value.append(meant)
            default: value.append(character)
            }
        }
        return nil
    }

    private mutating func take(where isPart: (Character) -> Bool) -> String? {
        let part = rest.prefix(while: isPart)
        rest = rest.dropFirst(part.count)
        return part.isEmpty ? nil : String(part)
    }

    private mutating func skip(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private static func number(_ text: String) -> Double? {
        if let known = ["NaN": Double.nan, "+Inf": .infinity, "-Inf": -.infinity][text] { return known }
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }) else { return nil }
        return Double(text)
    }
}

extension Character {
    fileprivate var isWordOrColon: Bool { isASCII && (isLetter || isNumber || self == "_" || self == ":") }
}
