import Alarms
import Crypto
import Glibc

/// The form of encrypted clips, `.mp4.enc`.
///
///     "TCSNSEAL"  8 bytes
///     version     1 byte, 1
///     key mark    8 bytes, HMAC-SHA256(key, "tocsin key mark"), its beginning
///     salt       32 bytes, random
///     segments    each up to 1 MiB of the file, AES-256-GCM: ciphertext, then a tag of 16 bytes
///
/// The key of a file is HKDF-SHA256(key, salt, "tocsin sealed file"). The nonce of a segment is seven bytes 0, its number
/// from 0 in four bytes, the most significant first, and 1 for the last segment or 0; what stands before the segments is
/// authenticated with each. So none can be changed, left out, moved or taken from another file, and an end that was cut off
/// is noticed: the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, 2015). Every segment but the last is full.
enum SealedFile {
    static let magic = Array("TCSNSEAL".utf8)
    static let version: UInt8 = 1
    static let segment = 1 << 20
    static let tag = 16
    static let headerBytes = 8 + 1 + 8 + 32

    static func fileKey(_ key: EvidenceKey, salt: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key.bytes, salt: salt, info: Array("tocsin sealed file".utf8), outputByteCount: 32)
    }

    static func nonce(_ number: UInt32, isLast: Bool) throws -> AES.GCM.Nonce {
        let counter = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) }
        return try AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 7) + counter + [isLast ? 1 : 0])
    }

    /// Encrypts what `read` gives, asked for offset and count, into the file `path`, which appears when it is whole and on
    /// the disk. `check` is called before each segment; what it throws ends the work.
    static func seal(
        to path: String, key: EvidenceKey, check: () throws -> Void = {}, read: (Int, Int) throws -> [UInt8]
    ) throws {
        let temporary = path + EvidenceName.part
        try DurableFile.remove(temporary)
        do {
            let file = try DurableFile(temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
            let salt = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Array($0) }
            let header = magic + [version] + key.mark + salt
            try file.write(header)
            let fileKey = fileKey(key, salt: salt)
            var offset = 0
            var piece = try read(0, segment)
            for number in UInt32(0)... {
                try check()
                let next = try read(offset + piece.count, segment)
                let box = try AES.GCM.seal(
                    piece, using: fileKey, nonce: try nonce(number, isLast: next.isEmpty), authenticating: header)
                try file.write(Array(box.ciphertext) + Array(box.tag))
                if next.isEmpty { break }
                offset += piece.count
                piece = next
            }
            try file.sync()
            try DurableFile.rename(temporary, to: path)
        } catch {
            _ = try? DurableFile.remove(temporary)
            throw error
        }
    }
}
