import Crypto
import Glibc

/// A call to the system that failed, on which file and why.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `write`.
    public let operation: String
    /// On which file or folder.
    public let path: String
    /// The system's number for the reason.
    public let code: Int32

    /// The failure that `errno` speaks of now.
    package init(_ operation: String, _ path: String, code: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Whether the disk, or the quota on it, is full.
    public var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

    /// One line for people.
    public var description: String { "cannot \(operation) \(path): \(unsafe String(cString: strerror(code)))" }
}

/// An open file whose writes can be forced to the disk. Closed when it goes out of scope.
package struct DurableFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens `path` with the flags of `open(2)`; a file that is made is readable by its owner and group only.
    package init(_ path: String, flags: Int32) throws(SystemError) {
        let opened = unsafe open(path, flags | O_CLOEXEC, 0o640)
        guard opened >= 0 else { throw SystemError("open", path) }
        descriptor = opened
        self.path = path
    }

    deinit { _ = close(descriptor) }

    /// Writes all of `bytes` where the file stands.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError("write", path)
            }
            done += count
        }
    }

    /// Reads `count` bytes from `offset`, fewer where the file ends.
    package func read(from offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let got = unsafe pread(descriptor, buffer.baseAddress, count, offset)
            if got < 0 { failure = SystemError("read", path) }
            filled = max(got, 0)
        }
        if let failure { throw failure }
        return bytes
    }

    /// Returns when everything written is on the disk.
    package func sync() throws(SystemError) {
        guard fsync(descriptor) == 0 else { throw SystemError("sync", path) }
    }

    /// Cuts or extends the file to `size` bytes.
    package func truncate(to size: Int) throws(SystemError) {
        guard ftruncate(descriptor, size) == 0 else { throw SystemError("truncate", path) }
    }

    /// Takes `size` bytes of the disk for this file.
    package func allocate(_ size: Int) throws(SystemError) {
        let code = posix_fallocate(descriptor, 0, size)  // Returns the reason; errno stays as it was.
        guard code == 0 else { throw SystemError("allocate", path, code: code) }
    }

    /// Size in bytes, and the identity that a rename does not change.
    package func status() throws(SystemError) -> (size: Int, identity: FileIdentity) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("inspect", path) }
        return (Int(status.st_size), FileIdentity(device: status.st_dev, inode: status.st_ino))
    }

    /// Makes names made, changed or removed in the folder `path` survive a power loss.
    package static func syncFolder(_ path: String) throws(SystemError) {
        try DurableFile(path, flags: O_RDONLY | O_DIRECTORY).sync()
    }

    /// Renames `from` to `to` in one step, replacing what was there.
    package static func rename(_ from: String, to: String) throws(SystemError) {
        guard unsafe Glibc.rename(from, to) == 0 else { throw SystemError("rename", from) }
    }

    /// Removes the file `path`; false when there was none.
    @discardableResult
    package static func remove(_ path: String) throws(SystemError) -> Bool {
        if unsafe unlink(path) == 0 { return true }
        guard errno == ENOENT else { throw SystemError("remove", path) }
        return false
    }

    /// SHA-256 in hexadecimal and size of the regular file `path`, read piece by piece.
    package static func hash(of path: String) throws(SystemError) -> (sha256: String, bytes: Int) {
        let file = try DurableFile(path, flags: O_RDONLY | O_NOFOLLOW)
        var hash = SHA256()
        var bytes = 0
        while true {
            let piece = try file.read(from: bytes, count: 1 << 20)
            if piece.isEmpty { return (hexadecimal(hash.finalize()), bytes) }
            hash.update(data: piece)
            bytes += piece.count
        }
    }

    /// What stands at `path` itself, a link not followed; nil where there is nothing.
    package static func kind(of path: String) -> Kind? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file(bytes: Int(status.st_size))
        case S_IFDIR: .folder
        default: .other
        }
    }

    /// What may stand at a path.
    package enum Kind: Hashable, Sendable {
        /// A regular file of so many bytes.
        case file(bytes: Int)
        /// A folder.
        case folder
        /// A link, a pipe, a device.
        case other
    }

    /// Which file `path` leads to, and its size; nil when there is none.
    package static func status(of path: String) -> (size: Int, identity: FileIdentity)? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return (Int(status.st_size), FileIdentity(device: status.st_dev, inode: status.st_ino))
    }

    /// Bytes free for this user on the disk that holds the folder `path`.
    package static func freeBytes(at path: String) throws(SystemError) -> Int {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw SystemError("inspect the disk of", path) }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}

/// What a file is on its disk, whatever its name.
package struct FileIdentity: Hashable, Sendable {
    let device: dev_t
    let inode: ino_t
}

/// The folder part of `path`; `.` when it has none.
package func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
