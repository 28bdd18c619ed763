import VideoCore

/// What changes in an entry of the site's file, for history and audit log: names of keys, never values, which may be secret.
enum EntryChange {
    /// Names in one line at most; more are counted.
    private static let mostNames = 8

    /// `: url, detectors.thrown-object.facade`; nothing where an entry is added or removed.
    static func keys(from old: JSONValue?, to new: JSONValue?, hasNewPassword: Bool) -> String {
        guard let old, let new else { return "" }
        let names = differences(old, new).sorted() + (hasNewPassword ? ["password"] : [])
        guard !names.isEmpty else { return "" }
        let more = names.count - mostNames
        return ": " + names.prefix(mostNames).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    private static func differences(_ old: JSONValue, _ new: JSONValue) -> [String] {
        guard case .object(let before) = old, case .object(let after) = new else { return [] }
        return Set(before.keys).union(after.keys).flatMap { key -> [String] in
            guard before[key] != after[key] else { return [] }
            let inside = differences(before[key] ?? .null, after[key] ?? .null)
            return inside.isEmpty ? [key] : inside.map { "\(key).\($0)" }
        }
    }
}
