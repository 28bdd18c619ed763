import Alarms
import Glibc

/// A file without a name: it holds a clip while it comes in, readable by nobody else, and is gone with the process
/// however that ends.
final class Spool: Sendable {
    private let descriptor: Int32

    /// On the disk of `folder`.
    init(in folder: String) throws(SystemError) {
        let path = "\(folder)/.spool-\(UInt64.random(in: 0 ... .max))\(EvidenceName.part)"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemError("create", path) }
        _ = unsafe unlink(path)
    }

    deinit { close(descriptor) }

    /// By which this process, and nobody else, may open it.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// Its size in bytes.
    var bytes: Int {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// `count` bytes from `offset`, fewer at its end alone.
    func read(from offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                if got < 0, errno != EINTR { failure = SystemError("read", "the spool") }
                if got == 0 || failure != nil { return }
                filled += max(got, 0)
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
