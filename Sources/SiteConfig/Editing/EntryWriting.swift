import VideoCore
import Yams

/// An entry as lines of YAML, in the style of the samples: keys below each other, lists of points on a line.
enum EntryText {
    /// Characters of a collection that still stands on the line of its key.
    private static let longest = 100

    /// `values` as lines of a block, `indent` spaces deep; the first line too. Keys stand in the order of the section at
    /// `path`, such as `cameras[].alarms`.
    static func block(_ values: [String: JSONValue], indent: Int, path: String) throws -> [String] {
        try ordered(values.keys, at: path).flatMap { key in
            try pair(key, values[key] ?? .null, indent: indent, path: path)
        }
    }

    /// `key` with its value, as lines.
    static func pair(_ key: String, _ value: JSONValue, indent: Int, path: String) throws -> [String] {
        let (space, name) = (String(repeating: " ", count: indent), try flow(.string(key)))
        let below = path.isEmpty ? key : "\(path).\(key)"
        if value == .null { return ["\(space)\(name):"] }
        let short = try flow(value, path: below)
        switch value {
        case .object(let values) where !values.isEmpty:
            return ["\(space)\(name):"] + (try block(values, indent: indent + 2, path: below))
        case .array(let values) where short.count > longest && !values.isEmpty:
            let items = try values.map { "\(space)  - \(try flow($0, path: below + "[]"))" }
            return ["\(space)\(name):"] + items
        default: return ["\(space)\(name): \(short)"]
        }
    }

    /// `value` on one line.
    static func flow(_ value: JSONValue, path: String = "") throws -> String {
        // In a list or behind a key, so that the library adds no mark of a document's end. What is in brackets needs quotes
        // more often.
        let isSingle = if case .string = value { true } else { false }
        let shell =
            isSingle
            ? Node([(Node("k"), node(value, path))], .implicit, .block) : Node([node(value, path)], .implicit, .flow)
        var text = try serialize(node: shell, width: -1, allowUnicode: true)
        while text.last == "\n" { text.removeLast() }
        return String(isSingle ? text.dropFirst(3) : text.dropFirst().dropLast())
    }

    /// `keys` as the sample has them; those that are not known last.
    private static func ordered(_ keys: some Collection<String>, at path: String) -> [String] {
        let known = Section.all.first { $0.path == path }?.keys ?? []
        return known.filter(keys.contains) + keys.filter { !known.contains($0) }.sorted()
    }

    private static func node(_ value: JSONValue, _ path: String) -> Node {
        switch value {
        case .null: Node("null", .implicit, .plain)
        case .bool(let value): Node("\(value)", .implicit, .plain)
        case .number(let value): Node(JSONValue.plain(value), .implicit, .plain)
        case .string(let text): Node(text, .implicit, isMistakable(text) ? .doubleQuoted : .plain)
        case .array(let values): Node(values.map { node($0, path + "[]") }, .implicit, .flow)
        case .object(let values):
            Node(
                ordered(values.keys, at: path).map { key in
                    (node(.string(key), ""), node(values[key] ?? .null, "\(path).\(key)"))
                }, .implicit, .flow)
        }
    }

    /// Whether `text` without quotes would be taken for something else, by this program or another one: a time of day is a
    /// number in base 60 to some.
    private static func isMistakable(_ text: String) -> Bool {
        let words = ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        return words.contains(text.lowercased())
            || text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.:eE_".contains($0)) }
            || text.unicodeScalars.contains { scalar in
                [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            }
    }
}
