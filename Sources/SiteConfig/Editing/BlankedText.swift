import Yams

/// Lines of a site's file as they may be shown: without passwords.
struct BlankedText {
    private static let blank = "•••"

    /// Passwords and logins of the texts, the longest first.
    private let words: [String]

    /// For lines of `texts`.
    init(_ texts: String...) {
        var words: Set<String> = []
        for text in texts {
            // What cannot be read holds no password that is known as one; its lines are still blanked by their form.
            guard let root = try? YAMLText.compose(text).root else { continue }
            words.formUnion(Survey(root).secrets.parts)
        }
        self.words = words.sorted { $0.count > $1.count }
    }

    /// `line` without passwords.
    func shown(_ line: Substring) -> String {
        var text = shownByForm(line)
        for word in words { text = text.replacing(word, with: Self.blank) }
        return text
    }

    /// `line` without what stands where passwords do.
    func shownByForm(_ line: Substring) -> String {
        var text = String(line)
        // A login reaches to the last @ before the end of the value.
        text.replace(/(:\/\/)[^"'\n]*@/) { "\($0.1)\(Self.blank)@" }
        // What stands under a key of a secret, but for the name of a file.
        let value =
            /(?i)((?:password|passwd|pwd|secret|token)["']?\s*:\s*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,}#"'][^,}]*)/
        text.replace(value) { "\($0.1)\(Self.blank)" }
        let parameter = /(?i)([?&][a-z]*(?:user|usr|pass|pwd|token|auth|key|sign)[a-z]*=)[^&\s"']*/
        text.replace(parameter) { "\($0.1)\(Self.blank)" }
        return text
    }
}
