import Glibc

/// The file beside the log that names its last entry, so that entries missing at the end are noticed. Its lock keeps two
/// processes from appending at once.
struct AuditHead: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens the file, made when it does not exist, and waits for its lock.
    init(path: String) throws(AuditError) {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw AuditError(path: path, errno: errno) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw AuditError(path: path, errno: errno) }
        }
    }

    deinit { close(descriptor) }

    /// Names `mark` as the last entry. One line of fixed length, written in one piece.
    func write(_ mark: AuditMark) throws(AuditError) {
        let digits = String(mark.number)
        let line = Array((String(repeating: "0", count: max(0, 20 - digits.count)) + "\(mark)\n").utf8)
        let written = unsafe line.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == line.count, fsync(descriptor) == 0 else { throw AuditError(path: path, errno: errno) }
    }

    /// What the file at `path` names; nil where there is none, or nothing legible in it.
    static func read(path: String) -> AuditMark? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
            count = max(0, unsafe pread(descriptor, buffer.baseAddress, 128, 0))
        }
        return AuditMark(String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
    }
}
