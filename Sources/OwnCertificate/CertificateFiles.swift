import Crypto
import Foundation
import Glibc
import SwiftASN1

/// A certificate and its key on disk.
struct CertificateFiles {
    let folder: String
    var certificate: String { folder + "/certificate.pem" }
    var key: String { folder + "/key.pem" }

    init(_ folder: String) { self.folder = folder }

    /// The certificate, where its key is there and is its own.
    func read() throws -> CertificateDER? {
        let found = try CertificateDER(
            PEMDocument(pemString: String(contentsOfFile: certificate, encoding: .utf8)).derBytes)
        let own = try P256.Signing.PrivateKey(pemRepresentation: String(contentsOfFile: key, encoding: .utf8))
        return try found.isFor([UInt8](own.publicKey.derRepresentation)) ? found : nil
    }

    /// Puts both there, each whole or not at all.
    func write(_ made: CertificateDER, key own: P256.Signing.PrivateKey) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Self.replace(key, with: own.pemRepresentation + "\n", mode: 0o600)
        try Self.replace(
            certificate, with: PEMDocument(type: "CERTIFICATE", derBytes: made.bytes).pemString + "\n", mode: 0o644)
    }

    private static func replace(_ path: String, with text: String, mode: mode_t) throws {
        let part = path + ".part"
        _ = unsafe unlink(part)
        let descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(descriptor) == 0, unsafe rename(part, path) == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EIO)
        }
    }
}
