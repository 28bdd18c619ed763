import Yams

/// One text of the ledger and where it stands, out of the site's file or of a list of devices; what is wrong with it goes
/// to the document's ``Diagnosis``.
struct Field {
    let text: String
    /// Nil: the site's own file.
    var file: String?
    let line: Int?
    let column: Int?
    /// The key, or the column's title.
    let path: String
    /// Whether it stands without quotes where quotes could stand: other programs would take it for a number.
    var isPlain = false
    let diagnosis: Diagnosis

    /// The text in quotation marks where that is harmless.
    var shown: String { diagnosis.secrets.quoted(text) }

    func report(_ problem: String, remedy: String) { diagnosis.report(mistake(problem, remedy)) }

    func warn(_ problem: String, remedy: String) { diagnosis.warn(mistake(problem, remedy)) }

    /// Reports that what the field names is not among `known`.
    func reportUnknown(_ what: String, among known: some Collection<String>, under key: String) {
        guard !diagnosis.isFull else { return }
        let near = known.count <= Self.mostCompared ? Suggestion.nearest(to: text, in: known.sorted()) : nil
        report(
            "there is no \(what) \(shown) under `\(key)`",
            remedy: near.map { "did you mean `\($0)`?" } ?? "add it under `\(key)`, or delete it here")
    }

    /// Reports the second use of a name that only one thing may have.
    func requireUnique(_ what: String, in first: inout [String: Field]) {
        guard let other = first[text] else {
            first[text] = self
            return
        }
        let line = other.line.map { " on line \($0)" } ?? ""
        let file = other.file == self.file ? "" : " of \(other.file ?? "the site's file")"
        report("another \(what) has \(shown) already\(line)\(file)", remedy: "give each \(what) its own")
    }

    /// More names than this are not compared with a mistyped one: it would take seconds.
    private static let mostCompared = 2000

    private func mistake(_ problem: String, _ remedy: String) -> Mistake {
        var mistake = Mistake(line: line, column: column, key: path, problem: problem, remedy: remedy)
        mistake.file = file
        return mistake
    }
}

extension Value {
    /// The value as a text of the ledger; `expected` says what it should be.
    func field(_ expected: String = "text") -> Field? {
        guard let text = text(expected) else { return nil }
        return Field(
            text: text, line: node.mark?.line, column: node.mark?.column, path: path, isPlain: plain != nil,
            diagnosis: diagnosis)
    }
}
