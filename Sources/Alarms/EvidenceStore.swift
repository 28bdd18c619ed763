import Glibc

/// Why a picture or clip was not stored. The alarm goes out without it.
public enum EvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Too little is free: clips stop first, then pictures, so that alarms go on.
    case diskFull(folder: String, freeBytes: Int, neededBytes: Int)
    /// It could not be made.
    case notEncoded(reason: String)
    /// The system refused.
    case notWritten(SystemError)

    /// One line for people.
    public var description: String {
        switch self {
        case .diskFull(let folder, let free, let needed):
            "nothing stored in \(folder): \(free >> 20) MiB are free, \(needed >> 20) MiB must stay free for alarms"
        case .notEncoded(let reason): "nothing stored: \(reason)"
        case .notWritten(let error): "nothing stored: \(error)"
        }
    }
}

/// A folder of evidence, one folder for each day in it, of files that are either whole and on the disk or not there.
///
/// The folder itself may be a link to another disk. Nothing below it is ever followed as a link: what was put in place of a
/// day or a file is neither written through nor deleted.
public struct EvidenceStore: Sendable {
    /// Where and how long.
    public let settings: EvidenceSettings

    /// The store in the folder of `settings`.
    public init(_ settings: EvidenceSettings) { self.settings = settings }

    /// Stores the JPEG of one event and returns when it is on the disk.
    ///
    /// The URI is `file:` and the path below the store's folder, such as `file:2026-01-31/<event>.p2.jpg`; the priority
    /// stands in the name so that it is known as long as the file is.
    public func store(
        snapshot jpeg: [UInt8], event id: String, day: Timestamp, masked: Bool, priority: Int? = nil
    ) throws(EvidenceError) -> Evidence {
        let name = EvidenceName(.snapshot, of: id, day: day.day, priority: priority)
        return try store(name, masked: masked, bytes: jpeg.count) { path in
            let temporary = path + EvidenceName.part
            try DurableFile.remove(temporary)
            do {
                let file = try DurableFile(temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
                try file.write(jpeg)
                try file.sync()
                try DurableFile.rename(temporary, to: path)
            } catch {
                _ = try? DurableFile.remove(temporary)
                throw error
            }
        }
    }

    /// Stores the file `name`, which `write` makes at the path it is given: under that name only when it is whole and on
    /// the disk, under the name with `.part` until then. `bytes` is about how large it will be.
    package func store(
        _ name: EvidenceName, masked: Bool, bytes: Int, write: (String) throws -> Void
    ) throws(EvidenceError) -> Evidence {
        do {
            try checkSpace(for: bytes, of: name.kind)
            try makeDay(name.day)
            let path = path(of: name)
            try write(path)
            _ = unsafe chmod(path, 0o640)
            try DurableFile.syncFolder(folder(of: path))
            let hash = try DurableFile.hash(of: path)
            return Evidence(
                kind: name.kind, uri: name.uri, sha256: hash.sha256, bytes: hash.bytes, masked: masked)
        } catch {
            throw EvidenceError(error, settings, name.kind)
        }
    }

    /// Where the file `name` lies.
    package func path(of name: EvidenceName) -> String { "\(settings.folder)/\(name.day)/\(name.file)" }

    /// Refuses when storing `bytes` would leave less than must stay free: clips first, then pictures.
    public func checkSpace(for bytes: Int = 0, of kind: Evidence.Kind = .snapshot) throws(EvidenceError) {
        do {
            try makeFolder(settings.folder)
            let free = try DurableFile.freeBytes(at: settings.folder)
            let needed = settings.bytesLeft(by: kind)
            guard free - bytes >= needed else {
                throw EvidenceError.diskFull(folder: settings.folder, freeBytes: free, neededBytes: needed)
            }
        } catch {
            throw EvidenceError(error, settings, kind)
        }
    }

    /// Makes the folder of `day`, which must be a folder and no link.
    func makeDay(_ day: String) throws(SystemError) {
        let path = "\(settings.folder)/\(day)"
        try makeFolder(path)
        guard DurableFile.kind(of: path) == .folder else { throw SystemError("use as a folder", path, code: ENOTDIR) }
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

extension EvidenceSettings {
    /// Bytes that must be free after a file of `kind` was written.
    fileprivate func bytesLeft(by kind: Evidence.Kind) -> Int {
        kind == .snapshot ? minimumFreeBytes / 2 : minimumFreeBytes
    }
}

extension EvidenceError {
    /// What `error` means for a file of `kind`.
    fileprivate init(_ error: any Error, _ settings: EvidenceSettings, _ kind: Evidence.Kind) {
        switch error {
        case let error as EvidenceError: self = error
        case let error as SystemError where error.isDiskFull:
            self = .diskFull(folder: settings.folder, freeBytes: 0, neededBytes: settings.bytesLeft(by: kind))
        case let error as SystemError: self = .notWritten(error)
        default: self = .notEncoded(reason: "\(error)")
        }
    }
}
