import Crypto
import Foundation
import Glibc

/// Where alarms go that could not be queued before the program had to end: files of JSON Lines, which the next start
/// takes in.
///
/// They lie in the data folder or, where that cannot be written, in a folder of this user's own under the system's
/// temporary ones. A folder that others may write is neither written nor read.
public struct AlarmSpill: Sendable {
    /// One file found, with what it holds.
    public struct Found: Sendable {
        /// The file.
        public let path: String
        /// Its events in their order.
        public let events: [AlarmEvent]
        /// Lines that are no events.
        public let unreadable: Int
    }

    /// The folder within the data folder.
    public static let folderName = "waiting"
    /// The folders, in the order in which they are tried.
    public let folders: [String]

    /// In `dataFolder`, else in one of `temporary`: /var/tmp, which outlives a restart of the machine, and then the folder
    /// for temporary files when nil.
    public init(dataFolder: String, temporary: [String]? = nil) {
        let temporary = temporary ?? ["/var/tmp", FileManager.default.temporaryDirectory.path]
        let place = URL(fileURLWithPath: dataFolder).resolvingSymlinksInPath().path
        let mark = hexadecimal(SHA256.hash(data: Data(place.utf8))).prefix(16)
        folders = ["\(place)/\(Self.folderName)"] + temporary.map { "\($0)/tocsin-\(geteuid())-\(mark)" }
    }

    /// Writes `events` into a new file and returns its path once it is on the disk; throws when no folder can be written.
    public func save(_ events: [AlarmEvent]) throws(SystemError) -> String {
        let lines = events.flatMap { ((try? $0.json()) ?? []) + [UInt8(ascii: "\n")] }
        let name = "waiting-\(Timestamp(.now()).milliseconds)-\(getpid()).jsonl"
        var failure = SystemError("write", name, code: EACCES)
        for folder in folders {
            do throws(SystemError) {
                try write(lines, to: name, in: folder)
                return "\(folder)/\(name)"
            } catch {
                failure = error
            }
        }
        throw failure
    }

    /// What earlier runs have left, oldest first.
    public func found() -> [Found] {
        folders.filter(Self.isOurs).flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
                .filter { $0.hasPrefix("waiting-") && $0.hasSuffix(".jsonl") }.sorted()
                .compactMap { Self.read("\(folder)/\($0)") }
        }
    }

    /// Removes the file `found`, whose events are in the queue; one with lines that are no events is kept as `….unread`.
    public func discard(_ found: Found) throws(SystemError) {
        if found.unreadable > 0 {
            try DurableFile.rename(found.path, to: found.path + ".unread")
        } else {
            try DurableFile.remove(found.path)
        }
    }

    private func write(_ lines: [UInt8], to name: String, in folder: String) throws(SystemError) {
        guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw SystemError("make the folder", folder) }
        guard Self.isOurs(folder) else { throw SystemError("use", folder, code: EPERM) }
        let part = "\(folder)/.\(name).part"
        do throws(SystemError) {
            let file = try DurableFile(part, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
            try file.write(lines)
            try file.sync()
            try DurableFile.rename(part, to: "\(folder)/\(name)")
            try DurableFile.syncFolder(folder)
        } catch {
            _ = try? DurableFile.remove(part)
            throw error
        }
    }

    /// Whether `folder` is a folder, no link to one, that belongs to this user and that no other may write or read.
    private static func isOurs(_ folder: String) -> Bool {
        var status = stat()
        guard unsafe lstat(folder, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
    }

    private static func read(_ path: String) -> Found? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
        let lines = data.split(separator: UInt8(ascii: "\n"))
        let events = lines.compactMap { try? AlarmEvent(json: $0) }
        return Found(path: path, events: events, unreadable: lines.count - events.count)
    }
}
