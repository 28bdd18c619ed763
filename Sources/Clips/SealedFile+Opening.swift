import Alarms
import Crypto
import Foundation
import Glibc

/// Why an encrypted clip cannot be opened. Nothing of it is given out then.
public enum SealError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is something else.
    case notSealed(String)
    /// It was made by a newer version.
    case newerVersion(String)
    /// It was encrypted with another key.
    case wrongKey(String)
    /// It ends too early.
    case truncated(String)
    /// A segment of it, counted from 0, is not what was written there.
    case changed(String, segment: Int)

    /// One line for people.
    public var description: String {
        switch self {
        case .notSealed(let path): "\(path) is not an encrypted clip: name a file that ends in .mp4.enc"
        case .newerVersion(let path): "\(path) was written by a newer version: use that one"
        case .wrongKey(let path): "\(path) was encrypted with another key: name the key file of the site it comes from"
        case .truncated(let path): "the end of \(path) is missing: nothing of it is given out; look for a whole copy"
        case .changed(let path, let segment):
            "\(path) was changed, damaged or cut off (segment \(segment) does not fit): nothing of it is given out"
        }
    }
}

extension EvidenceKey {
    /// Decrypts the clip `path` and writes it to `output`, which must not exist, readable by its owner alone. It is
    /// written only once all of the clip has been found to be whole. Returns SHA-256 of the encrypted file.
    ///
    /// Throws ``SealError``, or what the system says.
    public func open(clip path: String, to output: String) throws -> String {
        let opening = try SealOpening.at(path, key: self)
        // Twice over the file: nothing of a clip that was tampered with may be given out.
        try opening.read { _ in }
        let hash = try DurableFile.hash(of: path)
        let descriptor = unsafe Glibc.open(output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemError("create", output) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try opening.read { try handle.write(contentsOf: $0) }
            try handle.synchronize()
        } catch {
            _ = try? DurableFile.remove(output)
            throw error
        }
        return hash.sha256
    }
}

/// An encrypted clip of which the header fits the key.
private struct SealOpening: ~Copyable {
    private let file: DurableFile
    private let path: String
    private let header: [UInt8]
    private let key: SymmetricKey

    static func at(_ path: String, key: EvidenceKey) throws -> SealOpening {
        let file = try DurableFile(path, flags: O_RDONLY | O_NOFOLLOW)
        let header = try file.read(from: 0, count: SealedFile.headerBytes)
        guard header.starts(with: SealedFile.magic) else { throw SealError.notSealed(path) }
        guard header.count == SealedFile.headerBytes else { throw SealError.truncated(path) }
        guard header[8] == SealedFile.version else { throw SealError.newerVersion(path) }
        guard Array(header[9..<17]) == key.mark else { throw SealError.wrongKey(path) }
        return SealOpening(file, path: path, header: header, key: SealedFile.fileKey(key, salt: Array(header[17...])))
    }

    private init(_ file: consuming DurableFile, path: String, header: [UInt8], key: SymmetricKey) {
        self.file = file
        self.path = path
        self.header = header
        self.key = key
    }

    func read(_ take: ([UInt8]) throws -> Void) throws {
        let size = try file.status().size
        let whole = SealedFile.segment + SealedFile.tag
        var offset = SealedFile.headerBytes
        for number in UInt32(0)... {
            let piece = try file.read(from: offset, count: whole)
            offset += piece.count
            let isLast = offset >= size
            guard piece.count >= SealedFile.tag else { throw SealError.truncated(path) }
            try take(try open(piece, number, isLast: isLast))
            if isLast { return }
        }
    }

    private func open(_ piece: [UInt8], _ number: UInt32, isLast: Bool) throws -> [UInt8] {
        func attempt(isLast: Bool) throws -> [UInt8]? {
            let box = try AES.GCM.SealedBox(
                nonce: try SealedFile.nonce(number, isLast: isLast), ciphertext: piece.dropLast(SealedFile.tag),
                tag: piece.suffix(SealedFile.tag))
            return (try? AES.GCM.open(box, using: key, authenticating: header)).map { Array($0) }
        }
        if let bytes = try attempt(isLast: isLast) { return bytes }
        // A segment that is whole and was not the last: what followed has been cut off.
        if isLast, try attempt(isLast: false) != nil { throw SealError.truncated(path) }
        throw SealError.changed(path, segment: Int(number))
    }
}
