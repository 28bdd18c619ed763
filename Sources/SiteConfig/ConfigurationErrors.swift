/// Why a configuration file cannot be used: every mistake in it, in the order of the file.
public struct ConfigurationErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named by the caller.
    public let file: String
    /// At least one, in the order of the file.
    public let mistakes: [Mistake]
    /// What would deserve attention besides, in the order of the file.
    public let warnings: [Mistake]

    init(file: String, mistakes: [Mistake], warnings: [Mistake] = []) {
        self.file = file
        self.mistakes = mistakes
        self.warnings = warnings
    }

    /// One mistake a line.
    public var description: String {
        mistakes.map { $0.text(file: file) }.joined(separator: "\n")
    }
}
