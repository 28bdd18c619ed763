import Alarms
import Console
import Crypto
import Foundation
import SiteConfig

/// The site's file on its disk: read as a whole, and replaced in one step.
struct SetupFile: Sendable {
    /// What a file holds, at one moment.
    struct Content: Sendable {
        let bytes: [UInt8]
        /// SHA-256 in hexadecimal: which state of the file it is.
        let revision: String

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            revision = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
        }

        /// The text, without the mark with which some editors begin it.
        var text: String { String(decoding: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) }

        private var hasMark: Bool { bytes.starts(with: Self.mark) }
        private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

        /// The same file with other text.
        func with(_ text: String) -> Content { Content((hasMark ? Self.mark : []) + Array(text.utf8)) }
    }

    /// Bytes; what the configuration reads.
    private static let largest = 4 << 20

    /// The path as it was given.
    let path: String

    /// Where it really is: a link stays a link.
    private var place: String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    /// Whether it could be replaced.
    var isWritable: Bool {
        let place = place
        let paths: [String] = [place, folder(of: place)]
        return paths.allSatisfy { path in unsafe access(path, W_OK) == 0 }
    }

    /// What it holds now.
    func read() throws(SetupRefusal) -> Content {
        do {
            let file = try DurableFile(place, flags: O_RDONLY | O_NONBLOCK)
            let size = try file.status().size
            guard case .file? = DurableFile.kind(of: place), size <= Self.largest else {
                throw SetupRefusal.unusable(
                    "the site's file is no file of at most 4 MiB", remedy: "look at it on the machine")
            }
            let bytes = try file.read(from: 0, count: size)
            guard String(validating: bytes, as: UTF8.self) != nil else {
                throw SetupRefusal.unusable("the site's file is not UTF-8", remedy: "save it as UTF-8")
            }
            return Content(bytes)
        } catch let refusal as SetupRefusal {
            throw refusal
        } catch {
            throw .unusable("the site's file cannot be read: \(Self.reason(error))", remedy: "check it on the machine")
        }
    }

    /// Puts `content` in its place, with the mode and owner it has. A crash at any moment leaves the old file or the new one.
    func replace(with content: Content) throws(SetupRefusal) {
        let place = place
        let new = folder(of: place) + "/.\(URL(fileURLWithPath: place).lastPathComponent).new"
        do {
            try DurableFile.remove(new)
            try Self.write(content.bytes, to: new, like: place)
            try DurableFile.rename(new, to: place)
            try DurableFile.syncFolder(folder(of: place))
        } catch {
            _ = try? DurableFile.remove(new)
            throw .unusable("the site's file cannot be replaced: \(Self.reason(error))", remedy: Self.remedy(error))
        }
    }

    /// Writes `bytes` to a new file at `path` that only this user can read, and returns when they are on the disk.
    static func write(_ bytes: [UInt8], to path: String, like other: String? = nil) throws(SystemError) {
        let file = try DurableFile(path, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
        guard unsafe chmod(path, 0o600) == 0 else { throw SystemError("protect", path) }
        if let other {
            var status = stat()
            guard unsafe stat(other, &status) == 0 else { throw SystemError("inspect", other) }
            let isOwn = status.st_uid == geteuid() && status.st_gid == getegid()
            if !isOwn, unsafe chown(path, status.st_uid, status.st_gid) != 0 {
                throw SystemError("give to its owner", path)
            }
            guard unsafe chmod(path, status.st_mode & 0o7777) == 0 else { throw SystemError("protect", path) }
        }
        try file.write(bytes)
        try file.sync()
    }

    /// Names no file of this machine.
    static func reason(_ error: any Error) -> String {
        (error as? SystemError).map { "\(unsafe String(cString: strerror($0.code))) (\($0.operation))" }
            ?? "what lies there cannot be used"
    }

    private static func remedy(_ error: any Error) -> String {
        switch (error as? SystemError)?.code {
        case EROFS: "it lies on a disk that is mounted read-only: mount its folder for writing"
        case EBUSY: "it is mounted by itself, as into a container: mount its folder instead"
        case EACCES, EPERM: "let the service's user own the file and write into its folder"
        case ENOSPC, EDQUOT: "free space on its disk"
        default: "look at the disk it lies on"
        }
    }
}
