/// Where evidence of alarms is kept, and how long.
public struct EvidenceSettings: Hashable, Sendable {
    /// Days that the law asks for (Order 799, Article 17): younger evidence goes only when the disk is full.
    public static let leastDays = 30

    /// The folder; made when it does not exist.
    public var folder: String
    /// Bytes of the disk that are kept free for the alarms. Below it old evidence is deleted and no clip is made, below
    /// half of it no picture is written either. 512 MiB.
    public var minimumFreeBytes: Int = 512 << 20
    /// Bytes that all evidence may take; nil for no limit. What is younger than ``leastDays`` is never deleted for it.
    public var maximumBytes: Int?
    /// 1…100, for the JPEG encoder.
    public var jpegQuality: Int = 85
    /// Days to keep evidence, then it is deleted; the law asks 30.
    public var keepDays: Int = Self.leastDays
    /// Days for alarms of single priorities, 1…4, in place of `keepDays`.
    public var keepDaysByPriority: [Int: Int] = [1: 90, 2: 90]

    /// Evidence in `folder`.
    public init(folder: String) { self.folder = folder }

    /// Days to keep what shows an alarm of `priority`. What is not known to be less urgent is kept longest.
    public func days(ofPriority priority: Int?) -> Int {
        let all = priority.map { [keepDaysByPriority[$0] ?? keepDays] } ?? keepDaysByPriority.values + [keepDays]
        return max(all.max() ?? keepDays, Self.leastDays)
    }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        let days = [keepDays] + keepDaysByPriority.values
        let rules: [(key: String, holds: Bool, problem: String, remedy: String)] = [
            ("folder", !folder.isEmpty, "it is empty", "name a folder on a local disk"),
            (
                "minimumFreeBytes", (0...1 << 50).contains(minimumFreeBytes), "\(minimumFreeBytes) is out of range",
                "give bytes, such as 536870912 for 512 MiB"
            ),
            ("jpegQuality", (1...100).contains(jpegQuality), "\(jpegQuality) is out of range", "give 1 to 100"),
            (
                "keepDays", days.allSatisfy((Self.leastDays...3660).contains), "\(keepDays) is out of range",
                "give 30, the least the law allows, to 3660"
            ),
        ]
        return rules.filter { !$0.holds }.map { SettingMistake(key: $0.key, problem: $0.problem, remedy: $0.remedy) }
    }
}
