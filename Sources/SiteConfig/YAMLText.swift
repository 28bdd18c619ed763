import Yams

/// From text to nodes with lines and columns, or to mistakes that a person without YAML at heart understands.
///
/// Nothing of the text is quoted in them: it may hold passwords.
enum YAMLText {
    /// The parser keeps a pointer into the text; short strings have no stable storage.
    private static let leastBytes = 64

    /// The single document in `text`, with the keys that were written twice.
    static func compose(_ text: String) throws(Malformed) -> (root: Node, repeatedKeys: RepeatedKeys) {
        if let complaint = KeyGuard.complaint(about: text) { throw Malformed([complaint]) }
        var repeatedKeys = RepeatedKeys()
        var current = text + String(repeating: "\n", count: max(0, leastBytes - text.utf8.count))
        while true {
            do {
                // Without rules: what a scalar means is decided by the key that asks for it.
                let parser = try Parser(yaml: current, resolver: .basic, encoding: .utf8)
                guard let root = try parser.singleRoot() else { throw Malformed([.emptyDocument]) }
                return (root, repeatedKeys)
            } catch let error as Malformed {
                throw error
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                let (name, mark) = (names.first ?? "", context.mark)
                guard let next = repeatedKeys.marked(current, name: name, line: mark.line, column: mark.column) else {
                    throw Malformed([.repeatedKey(line: mark.line, column: mark.column)])
                }
                current = next
            } catch {
                throw Malformed(YAMLComplaints.mistakes(for: error, in: text))
            }
        }
    }

    /// The text is no YAML document.
    struct Malformed: Error {
        let mistakes: [Mistake]

        init(_ mistakes: [Mistake]) { self.mistakes = mistakes }
    }
}

extension Mistake {
    static let emptyDocument = Mistake(
        problem: "the file is empty", remedy: "begin with `site: NAME` and `cameras:`, as in samples/site.yaml")

    static func repeatedKey(line: Int, column: Int) -> Mistake {
        Mistake(
            line: line, column: column, problem: "a key is written twice in one mapping", remedy: "keep one of them")
    }
}
