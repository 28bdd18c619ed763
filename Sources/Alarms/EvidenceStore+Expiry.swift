import Foundation
public import VideoCore

extension EvidenceStore {
    /// What became of the pictures whose time was up.
    public struct Expiry: Hashable, Sendable {
        /// Deleted.
        public var deleted = 0
        /// Kept because somebody must keep them.
        public var held = 0
        /// Not deleted because the system refused.
        public var failed = 0
    }

    /// Deletes pictures of days that ended more than `keepDays` before `now`.
    ///
    /// A file `HOLD` in the folder of a day holds all of it, a file `<picture>.hold` beside a picture holds that one
    /// (legal hold). Nothing is touched but what this store has written.
    public func deleteExpired(now: WallTime) -> Expiry {
        var expiry = Expiry()
        let limit = Timestamp(now.advanced(by: -86_400 * Double(settings.keepDays))).day
        for day in names(in: settings.folder) where Self.isDay(day) && day < limit {
            let path = "\(settings.folder)/\(day)"
            deleteDay(path, &expiry)
            rmdirIfEmpty(path)
        }
        return expiry
    }

    private func deleteDay(_ path: String, _ expiry: inout Expiry) {
        let all = Set(names(in: path))
        for name in all where name.hasSuffix(".jpg") || name.hasSuffix(".jpg.part") {
            if all.contains("HOLD") || all.contains("\(name).hold") {
                expiry.held += 1
            } else if (try? DurableFile.remove("\(path)/\(name)")) == true {
                expiry.deleted += 1
            } else {
                expiry.failed += 1
            }
        }
    }

    private func names(in path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    private func rmdirIfEmpty(_ path: String) {
        if names(in: path).isEmpty { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func isDay(_ name: String) -> Bool {
        name.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil
    }
}
