import Crypto
import Foundation
import Glibc

/// The key that raw clips are encrypted with: 32 random bytes in a file that only its owner may read.
public struct EvidenceKey: Sendable {
    let bytes: SymmetricKey
    /// Eight bytes made of the key, which tell it from others and say nothing about it.
    let mark: [UInt8]

    /// The name of the file within a data folder, unless another is configured.
    public static let fileName = "evidence.key"

    init(bytes: [UInt8]) {
        self.bytes = SymmetricKey(data: bytes)
        mark = Array(HMAC<SHA256>.authenticationCode(for: Array("tocsin key mark".utf8), using: self.bytes).prefix(8))
    }

    /// Reads the key in the file `path`. Throws ``EvidenceKeyError``.
    public init(contentsOf path: String) throws(EvidenceKeyError) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing(path) : .unusable(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .unusable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unusable(path, EINVAL) }
        guard status.st_mode & 0o077 == 0 else { throw .readableByOthers(path) }
        let text = unsafe [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
            count = max(0, unsafe read(descriptor, buffer.baseAddress, 128))
        }
        guard let bytes = Self.bytes(of: text) else { throw .malformed(path) }
        self.init(bytes: bytes)
    }

    /// Reads the key in the file `path`, and makes a new one where there is no such file: on the disk before it is used.
    public static func open(orMakeAt path: String) throws(EvidenceKeyError) -> EvidenceKey {
        do throws(EvidenceKeyError) {
            return try EvidenceKey(contentsOf: path)
        } catch .missing {
            try make(at: path)
            return try EvidenceKey(contentsOf: path)
        }
    }

    private static func make(at path: String) throws(EvidenceKeyError) {
        let digits = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { key in
            unsafe key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        let line = Array((digits + "\n").utf8)
        let temporary = path + ".part"
        _ = unsafe unlink(temporary)
        let descriptor = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(path, errno) }
        let written = unsafe line.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        let synced = written == line.count && fsync(descriptor) == 0
        close(descriptor)
        // A link and not a rename: a key that another process made meanwhile stays.
        guard synced, unsafe link(temporary, path) == 0 || errno == EEXIST else {
            let code = errno
            _ = unsafe unlink(temporary)
            throw .unusable(path, code)
        }
        _ = unsafe unlink(temporary)
        let folder = unsafe Glibc.open(
            URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0, fsync(folder) == 0 else { throw .unusable(path, errno) }
        close(folder)
    }

    /// 64 digits and perhaps a line end.
    private static func bytes(of text: [UInt8]) -> [UInt8]? {
        let line = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard line.utf8.count == 64 else { return nil }
        let digits = line.compactMap(\.hexDigitValue)
        guard digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// Why there is no key.
public enum EvidenceKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no such file.
    case missing(String)
    /// Others than its owner may read it.
    case readableByOthers(String)
    /// It holds something else.
    case malformed(String)
    /// The system refused, with this number.
    case unusable(String, Int32)

    /// One line for people: which file, what is wrong and what to do. Never what is in it.
    public var description: String {
        switch self {
        case .missing(let path): "there is no key file \(path): name the one that the clip was encrypted with"
        case .readableByOthers(let path):
            "the key file \(path) may be read by others: chmod 600 it, and if others had access, let a new key be made"
        case .malformed(let path): "\(path) is no key file: it must hold 64 hexadecimal digits and nothing else"
        case .unusable(let path, let code):
            "the key file \(path) cannot be used: \(unsafe String(cString: strerror(code)))"
        }
    }
}
