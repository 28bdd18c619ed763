import VideoCore

/// Why evidence is deleted.
public enum DeletionReason: String, CaseIterable, Hashable, Sendable {
    /// Its time is over.
    case age
    /// All of it takes more than it may.
    case budget
    /// The disk is full.
    case space

    /// In words, for the audit log.
    public var words: String {
        switch self {
        case .age: "its time is over"
        case .budget: "all evidence takes more than maximumBytes"
        case .space: "the disk is full"
        }
    }
}

/// Decides which evidence goes. Pure: takes what there is and the day it is, returns what to delete, in that order.
package struct RetentionPlan {
    private let settings: EvidenceSettings

    /// A plan after `settings`.
    package init(_ settings: EvidenceSettings) { self.settings = settings }

    /// What is past its time, of the oldest such day alone: should the clock be wrong, little is lost before it is noticed.
    package func expired(_ files: [EvidenceFile], now: Timestamp) -> [EvidenceFile] {
        let all = files.filter { file in
            !file.isHeld && file.name.day < Self.day(settings.days(ofPriority: file.name.priority), before: now)
        }
        let oldest = all.map(\.name.day).min()
        return all.filter { $0.name.day == oldest }
    }

    /// What must go so that the rest takes no more than it may, and the bytes by which it still does. Nothing that is
    /// younger than the law allows goes for that.
    package func overBudget(_ files: [EvidenceFile], now: Timestamp) -> (files: [EvidenceFile], bytesOver: Int) {
        guard let maximum = settings.maximumBytes else { return ([], 0) }
        let excess = files.reduce(0) { $0 + $1.bytes } - maximum
        let limit = Self.day(EvidenceSettings.leastDays, before: now)
        let chosen = Self.leastWanted(files.filter { $0.name.day < limit }, bytes: excess)
        return (chosen, max(0, excess - chosen.reduce(0) { $0 + $1.bytes }))
    }

    /// What must go so that `bytes` become free on a full disk: raw clips first, then clips, then pictures; of each the
    /// least urgent, and of these the oldest.
    package func shed(_ files: [EvidenceFile], bytes: Int) -> [EvidenceFile] {
        Self.leastWanted(files, bytes: bytes)
    }

    private static func leastWanted(_ files: [EvidenceFile], bytes: Int) -> [EvidenceFile] {
        guard bytes > 0 else { return [] }
        let ranks: [Evidence.Kind: Int] = [.rawClip: 0, .clip: 1, .snapshot: 2]
        func order(_ file: EvidenceFile) -> (Int, Int, String, String) {
            (ranks[file.name.kind] ?? 2, -(file.name.priority ?? 1), file.name.day, file.name.file)
        }
        var chosen: [EvidenceFile] = []
        var gained = 0
        for file in files.filter({ !$0.isHeld }).sorted(by: { order($0) < order($1) }) {
            if gained >= bytes { break }
            gained += file.bytes
            chosen.append(file)
        }
        return chosen
    }

    private static func day(_ days: Int, before now: Timestamp) -> String {
        Timestamp(now.wallTime.advanced(by: -86_400 * Double(days))).day
    }
}
