import Alarms
import Foundation
import Glibc

/// Reads evidence piece by piece, on a thread of its own. Nothing outside its folder, and nothing that is no evidence.
actor EvidenceReader {
    /// Bytes of a piece.
    static let piece = 256 << 10

    private static let types = [
        "jpg": "image/jpeg", "mp4": "video/mp4", "json": "application/json", "txt": "text/plain; charset=utf-8",
    ]

    private let folder: String
    private let executor = DiskExecutor(label: "console-evidence")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(folder: String) { self.folder = folder }

    /// What `name` is; nil when evidence has no such names.
    static func type(of name: String) -> String? {
        guard name.utf8.count <= 200, let match = name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*\.([a-z0-9]+)/) else {
            return nil
        }
        return types[String(match.1)]
    }

    static func isDay(_ text: String) -> Bool { text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil }

    /// The size of the file `name` of `day`; nil when there is none, or it lies elsewhere in truth.
    func size(day: String, name: String) -> Int? {
        guard let path = path(day, name), let real = Self.real(path), let home = Self.real(folder),
            real == "\(home)/\(day)/\(name)"
        else { return nil }
        let attributes = try? FileManager.default.attributesOfItem(atPath: real)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
        return (attributes?[.size] as? NSNumber)?.intValue
    }

    /// `count` bytes of it from `offset`; fewer where it ends. Throws when it is gone.
    func read(day: String, name: String, from offset: Int, count: Int) throws -> [UInt8] {
        guard let path = path(day, name) else { throw Problem.noSuchEvidence }
        return try DurableFile(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK).read(from: offset, count: count)
    }

    private func path(_ day: String, _ name: String) -> String? {
        guard Self.isDay(day), Self.type(of: name) != nil else { return nil }
        return "\(folder)/\(day)/\(name)"
    }

    /// Where `path` leads once every link is followed.
    private static func real(_ path: String) -> String? {
        guard let found = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }
}
