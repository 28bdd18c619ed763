import Crypto
import Foundation
import SwiftASN1
public import VideoCore

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
            if let found = try? files.read(), let end = found.end, end > now.addingTimeInterval(leastDays * 86_400),
                Set(try found.hosts).isSuperset(of: names.compactMap(HostBytes.normalised))
            {
                return try OwnCertificate(files, found)
            }
            let key = P256.Signing.PrivateKey()
            // The clock of a box may be behind when it first starts.
            let start = min(now, Date(timeIntervalSince1970: 1_735_689_600))
            let made = try CertificateDER(
                for: unique(names + others), key: key, from: start,
                to: now.addingTimeInterval(years * 365.25 * 86_400))
            try files.write(made, key: key)
            return try OwnCertificate(files, made)
        } catch {
            throw OwnCertificateError(folder: path, reason: "\(error)")
        }
    }

    /// Names and addresses that the certificate in the file at `path` is for; none where it cannot be read.
    public static func names(ofFile path: String) -> [String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let found = try? CertificateDER(PEMDocument(pemString: text).derBytes)
        else { return [] }
        return (try? found.hosts) ?? []
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.compactMap(HostBytes.normalised).filter { seen.insert($0).inserted }
    }

    private init(_ files: CertificateFiles, _ made: CertificateDER) throws {
        (certificate, key) = (files.certificate, files.key)
        fingerprint = SHA256.hash(data: made.bytes).map { String(format: "%02X", $0) }.joined(separator: ":")
        names = try made.hosts
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
