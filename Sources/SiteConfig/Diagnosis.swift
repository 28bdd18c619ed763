import VideoCore

/// What is found wrong while one document is read. One owner, one thread.
final class Diagnosis {
    /// A file with more is not worth listing in full.
    static let mostMistakes = 100

    /// The directory of the document, for relative paths.
    let directory: String
    /// What must not be shown.
    let secrets: Secrets
    /// Keys written twice, told apart; see ``RepeatedKeys``.
    let repeatedKeys: RepeatedKeys
    /// Password files that are still to be written, by their full path, with their first line.
    let pendingFiles: [String: Secret]
    /// Paths of the known keys that the document gives.
    private(set) var seenKeys: Set<String> = []
    private(set) var mistakes: [Mistake] = []
    private(set) var warnings: [Mistake] = []
    /// Whether a password stands in the document itself.
    private(set) var holdsPassword = false
    private var reportedRepeats: Set<Unicode.Scalar> = []

    init(directory: String, secrets: Secrets, repeatedKeys: RepeatedKeys, pendingFiles: [String: Secret] = [:]) {
        self.pendingFiles = pendingFiles
        self.directory = directory
        self.secrets = secrets
        self.repeatedKeys = repeatedKeys
    }

    /// Whether it is no longer worth finding words for another mistake.
    var isFull: Bool { mistakes.count >= Self.mostMistakes }

    func report(_ mistake: Mistake) {
        if !isFull { mistakes.append(mistake) }
    }

    func warn(_ warning: Mistake) {
        if warnings.count < Self.mostMistakes { warnings.append(warning) }
    }

    func sawPassword() { holdsPassword = true }

    func saw(_ key: String) { seenKeys.insert(key) }

    func reportedRepeat(_ marker: Unicode.Scalar) { reportedRepeats.insert(marker) }

    /// Mistakes in the order of the file, repeated keys in mappings that were never looked at among them.
    func allMistakes() -> [Mistake] {
        let unseen = repeatedKeys.entries.filter { !reportedRepeats.contains($0.key) }.map { _, entry in
            Mistake(
                line: entry.line, column: entry.column, key: secrets.shownKey(entry.name),
                problem: "the key is written twice in one mapping", remedy: "keep one of them")
        }
        return (mistakes + unseen).sorted(by: Mistake.precedes)
    }
}
