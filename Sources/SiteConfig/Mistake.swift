/// One thing wrong in a configuration file, and what to do about it. No mistake carries a password or a URL.
public struct Mistake: Hashable, Sendable {
    /// The file it is in, where that is not the configuration itself but one that it names, such as a list of devices.
    public var file: String?
    /// Line of the file, from 1; nil where the file as a whole is meant.
    public var line: Int?
    /// Column of the line in characters, from 1; nil where the file as a whole is meant.
    public var column: Int?
    /// The key it is about, as `cameras[2].detectors.thrown-object`; list entries count from 0. Empty: the whole file.
    public var key: String
    /// What is wrong: a sentence without its full stop.
    public var problem: String
    /// What to write instead: a sentence without its full stop.
    public var remedy: String

    /// `problem` at `key`, with its `remedy`.
    public init(line: Int? = nil, column: Int? = nil, key: String = "", problem: String, remedy: String) {
        self.line = line
        self.column = column
        self.key = key
        self.problem = problem
        self.remedy = remedy
    }

    /// One line for people and editors: `site.yaml:12:5: cameras[0].url: …. Remedy: ….`
    ///
    /// - Parameter label: put before the key, such as `warning: `.
    public func text(file: String, label: String = "") -> String {
        var place = self.file ?? file
        if let line { place += ":\(line)" }
        if line != nil, let column { place += ":\(column)" }
        let end = remedy.hasSuffix("?") ? "" : "."
        return "\(place): \(label)\(key.isEmpty ? "" : key + ": ")\(problem). Remedy: \(remedy)\(end)"
    }

    static func precedes(_ first: Mistake, _ second: Mistake) -> Bool {
        (first.file ?? "", first.line ?? 0, first.column ?? 0, first.key)
            < (second.file ?? "", second.line ?? 0, second.column ?? 0, second.key)
    }
}
