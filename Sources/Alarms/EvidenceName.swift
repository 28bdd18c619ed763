/// The name of a file of evidence: the day of its alarm, whose it is, how urgent that alarm is, and what it is.
package struct EvidenceName: Hashable, Sendable {
    /// What a file is called in addition until it is whole.
    package static let part = ".part"

    /// The folder: a day in UTC.
    package let day: String
    /// What stands before the priority: the event of a picture, the alarm of a clip.
    package let owner: String
    /// 1…4; nil where the name does not say.
    package let priority: Int?
    /// What it is.
    package let kind: Evidence.Kind

    /// The file of `kind` that shows `owner`.
    package init(_ kind: Evidence.Kind, of owner: String, day: String, priority: Int?) {
        self.kind = kind
        self.owner = owner
        self.day = day
        self.priority = priority
    }

    /// Reads the name of a file that lies in the folder `day`; nil when the store makes no such names.
    package init?(file: String, day: String) {
        guard Self.isDay(day), !file.contains("/"), !file.hasPrefix(".") else { return nil }
        guard let (kind, ending) = Self.endings.first(where: { file.hasSuffix($0.ending) }) else { return nil }
        let stem = file.dropLast(ending.count)
        guard !stem.isEmpty else { return nil }
        let mark = stem.suffix(3)
        if mark.hasPrefix(".p"), let priority = mark.last?.wholeNumberValue, (1...4).contains(priority), stem.count > 3
        {
            self.init(kind, of: String(stem.dropLast(3)), day: day, priority: priority)
        } else {
            self.init(kind, of: String(stem), day: day, priority: nil)
        }
    }

    /// Reads the URI of an event's evidence; nil when it names no file of the store.
    package init?(uri: String) {
        guard uri.hasPrefix("file:") else { return nil }
        let parts = uri.dropFirst("file:".count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(file: String(parts[1]), day: String(parts[0]))
    }

    /// The name of the file itself.
    package var file: String {
        let ending = Self.endings.first { $0.kind == kind }?.ending ?? ""
        return owner + (priority.map { ".p\($0)" } ?? "") + ending
    }

    /// How events name it.
    package var uri: String { "file:\(day)/\(file)" }

    /// The longer ending first: an encrypted clip is no clip.
    private static let endings: [(kind: Evidence.Kind, ending: String)] = [
        (.rawClip, ".mp4.enc"), (.clip, ".mp4"), (.snapshot, ".jpg"),
    ]

    /// Whether `name` is that of a folder for one day.
    package static func isDay(_ name: String) -> Bool {
        name.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil
    }
}
