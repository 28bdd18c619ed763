/// The passwords of a document, known before anything about it is said, and what may be quoted from it.
struct Secrets {
    private var words: Set<String> = []

    /// Learns the scalar `text` that stands under `key`.
    mutating func learn(_ text: String, under key: String) {
        if ["pass", "pwd", "token"].contains(where: key.lowercased().contains) { words.insert(text) }
        guard let scheme = text.firstRange(of: "://"), let at = text.lastIndex(of: "@"), at >= scheme.upperBound else {
            return
        }
        let login = text[scheme.upperBound..<at]
        words.insert(String(login))
        if let colon = login.firstIndex(of: ":") { words.insert(String(login[login.index(after: colon)...])) }
    }

    /// What is long enough to be found in a text, line by line.
    var parts: Set<String> {
        Set(words.flatMap { $0.split(whereSeparator: \.isNewline).map(String.init) }.filter { $0.count >= 4 })
    }

    /// `text` in quotation marks, or a stand-in where it is long, or is or may be secret.
    func quoted(_ text: String) -> String {
        let harmless = text.count <= 40 && text.allSatisfy { !$0.isNewline } && !text.contains("://")
        return harmless && !text.contains("@") && !hides(text) ? "“\(text)”" : "the value"
    }

    /// `key` as it may be shown: a key that does not look like one may be a value gone astray (`password:x`).
    func shownKey(_ key: String) -> String {
        let looksLikeKey = key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        let mayHoldPassword = key.lowercased().contains("pass") && key.count > 12
        return looksLikeKey && !key.isEmpty && key.count <= 40 && !mayHoldPassword && !hides(key) ? key : "(a key)"
    }

    /// Short passwords are compared as a whole: they would be found in every word.
    private func hides(_ text: String) -> Bool {
        words.contains { !$0.isEmpty && ($0 == text || $0.count >= 4 && text.contains($0)) }
    }
}
