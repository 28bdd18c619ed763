import ChineseText
/// A command of MANSCDP as a platform has sent it: its root, and the first text of each element, wherever it lies.
///
/// Nothing a platform asks needs more, and nothing here can grow with what it sends: no entities are defined, no
/// nesting is kept.
struct HeardCommand: Hashable {
    /// `Query`, `Control`, `Response` or `Notify`.
    var root: String
    private var texts: [String: String] = [:]

    /// Elements read, at most.
    private static let mostElements = 256

    /// Reads `body`, in UTF-8 or GB 18030 whatever it says; nil where there is no element in it.
    init?(_ body: [UInt8]) {
        guard body.count <= SIPMessage.longestBody else { return nil }
        var root: String?
        var open: Substring?
        var rest = ChineseText.text(body)[...]
        var count = 0
        while let begin = rest.firstIndex(of: "<"), count < Self.mostElements {
            let content = rest[..<begin]
            let tag = rest[rest.index(after: begin)...].prefix { $0 != ">" }
            rest = rest[tag.endIndex...].dropFirst()
            let name = tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" }
            if tag.hasPrefix("/") {
                if name == open, texts[String(name)] == nil { texts[String(name)] = Self.plain(content) }
                open = nil
            } else if !tag.hasPrefix("?"), !tag.hasPrefix("!"), !name.isEmpty {
                if root == nil { root = String(name) }
                open = name
                count += 1
            }
        }
        guard let root else { return nil }
        self.root = root
    }

    /// The text of the element `name`, without blanks at its ends.
    subscript(name: String) -> String? { texts[name] }

    /// `SN`.
    var number: Int? { texts["SN"].flatMap { Int($0) } }

    /// `CmdType`.
    var type: String? { texts["CmdType"] }

    private static func plain(_ text: Substring) -> String {
        var plain = String(text.trimmed)
        guard plain.contains("&") else { return plain }
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
            plain = plain.replacing(entity, with: character)
        }
        return plain
    }
}
