import Alarms
import Console
import Foundation
import VideoCore
import VideoStreams

/// The versions of the site's file, with who made them: `config-history/` in the data directory.
///
/// A change is noted as pending, then the file is replaced, then the change is noted as made. Whoever reads the index later
/// sees by the file itself which of these a crash has left out.
struct VersionBook {
    /// One version.
    struct Version: Codable, Hashable {
        var number: Int
        /// Milliseconds since 1970.
        var at: Int64
        var by: String
        var what: String
        /// Of the file.
        var revision: String
        /// What taking it back leads to.
        var previous: Int?
    }

    private struct Index: Codable {
        var versions: [Version] = []
        var pending: Version?
    }

    /// Versions that are kept.
    static let most = 100

    private let folder: String
    private var index: Index

    /// Reads the index below `dataDirectory`, for a file that holds `current` now, and settles what a crash has left.
    init(dataDirectory: String, current: SetupFile.Content) throws {
        folder = dataDirectory + "/config-history"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        index = try Self.read(folder + "/index.json")
        guard let pending = index.pending else { return }
        index.pending = nil
        if pending.revision == current.revision { index.versions.append(pending) }
    }

    private static func read(_ path: String) throws -> Index {
        guard FileManager.default.fileExists(atPath: path) else { return Index() }
        do {
            return try JSONDecoder().decode(Index.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch is DecodingError {
            // What is in it cannot be used; the versions themselves stay, for a person to look at.
            try DurableFile.rename(path, to: "\(path).damaged-\(Int(WallTime.now.secondsSince1970))")
            return Index()
        }
    }

    /// All versions, the oldest first.
    var versions: [Version] { index.versions }

    /// The version that the file is; nil where it was changed by other means since.
    func current(_ content: SetupFile.Content) -> Version? {
        index.versions.last.flatMap { $0.revision == content.revision ? $0 : nil }
    }

    /// The file as it was in version `number`; nil where it is not kept any more, or is not what it was.
    func content(of number: Int) -> SetupFile.Content? {
        guard let version = index.versions.first(where: { $0.number == number }),
            let data = try? Data(contentsOf: URL(fileURLWithPath: path(of: number)))
        else { return nil }
        let content = SetupFile.Content([UInt8](data))
        return content.revision == version.revision ? content : nil
    }

    /// Keeps the file as somebody has left it, so that it can be gone back to; returns its version.
    mutating func adopt(_ content: SetupFile.Content) throws -> Version {
        if let known = current(content) { return known }
        let last = index.versions.last
        let what = last == nil ? "as it was found" : "changed outside the console"
        let version = next(by: "", what: what, content, previous: last?.number)
        try keep(content, as: version)
        index.versions.append(version)
        return version
    }

    /// Notes that `content` is about to become the file.
    mutating func begin(
        _ content: SetupFile.Content, by: String, what: String, previous: Int?
    ) throws {
        let version = next(by: by, what: what, content, previous: previous)
        try keep(content, as: version)
        index.pending = version
        try save()
    }

    /// It has.
    mutating func finish() throws {
        guard let pending = index.pending else { return }
        index.pending = nil
        index.versions.append(pending)
        let old = index.versions.dropLast(Self.most)
        index.versions.removeFirst(old.count)
        try save()
        for version in old { _ = try? DurableFile.remove(path(of: version.number)) }
    }

    /// Whether `text` occurs in a version that is kept.
    func mentions(_ text: String) -> Bool {
        index.versions.contains { content(of: $0.number)?.text.contains(text) ?? false }
    }

    private func next(by: String, what: String, _ content: SetupFile.Content, previous: Int?) -> Version {
        Version(
            number: (index.versions.last?.number ?? 0) + 1, at: Int64(WallTime.now.secondsSince1970 * 1000), by: by,
            what: what, revision: content.revision, previous: previous)
    }

    private func path(of number: Int) -> String { "\(folder)/\(number).yaml" }

    private func keep(_ content: SetupFile.Content, as version: Version) throws(SystemError) {
        try Self.put(content.bytes, at: path(of: version.number))
    }

    private func save() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try Self.put([UInt8](try encoder.encode(index)), at: folder + "/index.json")
        try DurableFile.syncFolder(folder)
    }

    private static func put(_ bytes: [UInt8], at path: String) throws(SystemError) {
        try DurableFile.remove(path + ".new")
        try SetupFile.write(bytes, to: path + ".new")
        try DurableFile.rename(path + ".new", to: path)
    }
}
