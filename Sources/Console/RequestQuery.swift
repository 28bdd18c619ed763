import Foundation

/// What stands behind the question mark of an address. Each name once, and none that is not known.
struct RequestQuery: Hashable, Sendable {
    private var values: [String: String] = [:]

    /// Nothing.
    init() {}

    /// Reads `text`, as `a=1&b=2`. Throws 400 where a name comes twice or an escape is none.
    init(_ text: String) throws(Problem) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.plain(parts[0]), let value = Self.plain(parts.count == 2 ? parts[1] : "") else {
                throw .malformed("an escape in the query is none", "write bytes as %XX, in UTF-8")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .malformed("the query has a name twice", "give each once")
            }
        }
    }

    subscript(name: String) -> String? { values[name] }

    /// Throws 400 unless every name is one of `names`.
    func allow(_ names: String...) throws(Problem) {
        guard Set(values.keys).isSubset(of: names) else {
            let known = names.isEmpty ? "ask without a query" : "known here: \(names.joined(separator: ", "))"
            throw .malformed("the query has a name that is not known here", known)
        }
    }

    /// The whole number called `name`; throws 400 when it is none of `range`.
    func number(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = values[name] else { return nil }
        guard text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            range.contains(number)
        else {
            throw .malformed(
                "`\(name)` is no whole number from \(range.lowerBound) to \(range.upperBound)",
                "give one, or leave it out")
        }
        return number
    }

    /// What `name` chooses of `choices`; throws 400 when it is none of them.
    func choice<Value>(_ name: String, of choices: [String: Value]) throws(Problem) -> Value? {
        guard let text = values[name] else { return nil }
        guard let value = choices[text] else {
            throw .malformed(
                "`\(name)` is nothing that is known here",
                "give one of \(choices.keys.sorted().joined(separator: ", "))")
        }
        return value
    }

    /// Whether `name` is `true`; nil where it is not given.
    func flag(_ name: String) throws(Problem) -> Bool? { try choice(name, of: ["true": true, "false": false]) }

    private static func plain(_ text: Substring) -> String? { text.replacing("+", with: " ").removingPercentEncoding }
}
