import Crypto
import Foundation
import SwiftASN1
public import VideoCore
import X509

/// A certificate that the box has made and signed itself, so that nobody on the network reads along. Browsers warn of it once;
/// whoever sees the same fingerprint there as on the box knows that it is the box.
public struct OwnCertificate: Hashable, Sendable {
    /// The file of the certificate, in PEM.
    public let certificate: String
    /// The file of its key, in PEM, which nobody else can read.
    public let key: String
    /// SHA-256 of the certificate as browsers show it: `AB:CD:…`.
    public let fingerprint: String
    /// Names and addresses that it is for.
    public let names: [String]

    /// How long one is valid: no browser in use here asks for less of one that is trusted by hand, and a box is to run for
    /// years without anybody comparing fingerprints again.
    static let years = 10.0
    /// Days before its end at which a start makes a new one.
    static let leastDays = 30.0

    /// The certificate in the folder at `path`, made anew where there is none, where it cannot be used, soon ends, or is not
    /// for all of `names`, which are names of hosts and numeric addresses. A new one is for `others` as well, which may change.
    /// Blocks while the disk works.
    public static func open(
        in path: String, names: [String], and others: [String] = [], now: WallTime
    ) throws(OwnCertificateError) -> OwnCertificate {
        let files = CertificateFiles(path)
        let now = Date(timeIntervalSince1970: now.secondsSince1970)
        do {
            if let found = try? files.read(), found.notValidAfter > now.addingTimeInterval(leastDays * 86_400) {
                let known = Set(try hosts(found))
                if known.isSuperset(of: names.compactMap { GeneralName(host: $0).host }) {
                    return try OwnCertificate(files, found)
                }
            }
            let (made, key) = try make(unique(names + others), now: now)
            try files.write(made, key: key)
            return try OwnCertificate(files, made)
        } catch {
            throw OwnCertificateError(folder: path, reason: "\(error)")
        }
    }

    /// Names and addresses that the certificate in the file at `path` is for; none where it cannot be read.
    public static func names(ofFile path: String) -> [String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let found = try? Certificate(pemEncoded: text)
        else { return [] }
        return (try? hosts(found)) ?? []
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    private init(_ files: CertificateFiles, _ made: Certificate) throws {
        (certificate, key) = (files.certificate, files.key)
        var coder = DER.Serializer()
        try coder.serialize(made)
        fingerprint = SHA256.hash(data: coder.serializedBytes)
            .map { String(format: "%02X", $0) }.joined(separator: ":")
        names = try Self.hosts(made)
    }

    /// It signs no other: whoever trusts it trusts the box and nobody else.
    private static func make(_ names: [String], now: Date) throws -> (Certificate, P256.Signing.PrivateKey) {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName {
            CommonName("Tocsin")
        }
        let hosts = names.map { GeneralName(host: $0) }
        let made = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            // The clock of a box may be behind when it first starts.
            notValidBefore: min(now, Date(timeIntervalSince1970: 1_735_689_600)),
            notValidAfter: now.addingTimeInterval(years * 365.25 * 86_400), issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts)
            }, issuerPrivateKey: .init(key))
        return (made, key)
    }

    private static func hosts(_ made: Certificate) throws -> [String] {
        try made.extensions.subjectAlternativeNames?.compactMap(\.host) ?? []
    }
}

/// Why there is no certificate.
public struct OwnCertificateError: Error, CustomStringConvertible {
    /// Where it should be.
    public let folder: String
    /// In the words of the system.
    public let reason: String

    /// One line for people: what is wrong, and what to do.
    public var description: String {
        "no certificate can be made in \(folder) (\(reason)): check the disk and the rights of the folder"
    }
}
