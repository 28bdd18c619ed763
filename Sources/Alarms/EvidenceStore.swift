import Crypto
import Foundation
import Glibc
import VideoCore

/// Where pictures of alarms are kept, and how long.
public struct EvidenceSettings: Hashable, Sendable {
    /// The folder; made when it does not exist.
    public var folder: String
    /// No picture is written when fewer bytes than these are free: what is left is for the alarms. 512 MiB.
    public var minimumFreeBytes: Int = 512 << 20
    /// 1…100, for the JPEG encoder.
    public var jpegQuality: Int = 85
    /// Days to keep a picture, then it is deleted; the law asks 30.
    public var keepDays: Int = 30

    /// Pictures in `folder`.
    public init(folder: String) { self.folder = folder }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        let rules: [(key: String, holds: Bool, problem: String, remedy: String)] = [
            ("folder", !folder.isEmpty, "it is empty", "name a folder on a local disk"),
            (
                "minimumFreeBytes", (0...1 << 50).contains(minimumFreeBytes), "\(minimumFreeBytes) is out of range",
                "give bytes, such as 536870912 for 512 MiB"
            ),
            ("jpegQuality", (1...100).contains(jpegQuality), "\(jpegQuality) is out of range", "give 1 to 100"),
            (
                "keepDays", (30...3660).contains(keepDays), "\(keepDays) is out of range",
                "give 30, the least the law allows, to 3660"
            ),
        ]
        return rules.filter { !$0.holds }.map { SettingMistake(key: $0.key, problem: $0.problem, remedy: $0.remedy) }
    }
}

/// Why a picture was not stored. The alarm goes out without it.
public enum EvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Too little is free: pictures stop first, so that alarms go on.
    case diskFull(folder: String, freeBytes: Int, neededBytes: Int)
    /// The picture could not be made.
    case notEncoded(reason: String)
    /// The system refused.
    case notWritten(SystemError)

    /// One line for people.
    public var description: String {
        switch self {
        case .diskFull(let folder, let free, let needed):
            "no picture stored in \(folder): \(free >> 20) MiB are free, \(needed >> 20) MiB must stay free for alarms"
        case .notEncoded(let reason): "no picture stored: \(reason)"
        case .notWritten(let error): "no picture stored: \(error)"
        }
    }
}

/// A folder of pictures, one folder for each day in it, that are either whole and on the disk or not there at all.
public struct EvidenceStore: Sendable {
    /// Where and how long.
    public let settings: EvidenceSettings

    /// The store in the folder of `settings`.
    public init(_ settings: EvidenceSettings) { self.settings = settings }

    /// Stores the JPEG of one event and returns when it is on the disk.
    ///
    /// The URI is `file:` and the path below the store's folder, such as `file:2026-01-31/<event>.jpg`.
    public func store(
        snapshot jpeg: [UInt8], event id: String, day: Timestamp, masked: Bool
    ) throws(EvidenceError) -> Evidence {
        let name = "\(day.day)/\(id).jpg"
        do {
            try write(jpeg, to: "\(settings.folder)/\(name)")
        } catch let error as SystemError where error.isDiskFull {
            throw .diskFull(folder: settings.folder, freeBytes: 0, neededBytes: settings.minimumFreeBytes)
        } catch let error as SystemError {
            throw .notWritten(error)
        } catch let error as EvidenceError {
            throw error
        } catch {
            throw .notEncoded(reason: "\(error)")
        }
        return Evidence(
            kind: .snapshot, uri: "file:\(name)", sha256: hexadecimal(SHA256.hash(data: jpeg)), bytes: jpeg.count,
            masked: masked)
    }

    /// Refuses when storing `bytes` would leave less than must stay free.
    public func checkSpace(for bytes: Int = 0) throws(EvidenceError) {
        do {
            try makeFolder(settings.folder)
            let free = try DurableFile.freeBytes(at: settings.folder)
            guard free - bytes >= settings.minimumFreeBytes else {
                throw EvidenceError.diskFull(
                    folder: settings.folder, freeBytes: free, neededBytes: settings.minimumFreeBytes)
            }
        } catch let error as EvidenceError {
            throw error
        } catch let error as SystemError {
            throw .notWritten(error)
        } catch {
            throw .notEncoded(reason: "\(error)")
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try checkSpace(for: bytes.count)
        try makeFolder(folder(of: path))
        let temporary = path + ".part"
        do {
            let file = try DurableFile(temporary, flags: O_WRONLY | O_CREAT | O_TRUNC)
            try file.write(bytes)
            try file.sync()
            try DurableFile.rename(temporary, to: path)
        } catch {
            _ = try? DurableFile.remove(temporary)
            throw error
        }
        try DurableFile.syncFolder(folder(of: path))
    }

    private func makeFolder(_ path: String) throws(SystemError) {
        if unsafe mkdir(path, 0o750) == 0 { return try DurableFile.syncFolder(folder(of: path)) }
        if errno == ENOENT, path != folder(of: path) {
            try makeFolder(folder(of: path))
            return try makeFolder(path)
        }
        guard errno == EEXIST else { throw SystemError("make the folder", path) }
    }
}
