import Foundation

/// An authority, and certificates for `localhost` that it has signed, made by openssl in a folder; all files are PEM.
public struct Certificates: Sendable {
    /// The authority's certificate.
    public let authority: String
    /// A certificate that servers show, for localhost and 127.0.0.1.
    public let server: String
    /// Its key.
    public let serverKey: String
    /// A certificate that clients show.
    public let client: String
    /// Its key.
    public let clientKey: String
    /// The certificate of an authority that has signed neither.
    public let stranger: String

    /// Made in the folder at `path`.
    public init(in path: String) throws {
        let folder = path + "/certificates"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func file(_ name: String) -> String { folder + "/" + name }
        (authority, stranger) = (file("ca.pem"), file("stranger.pem"))
        (server, serverKey) = (file("server.pem"), file("server.key"))
        (client, clientKey) = (file("client.pem"), file("client.key"))
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        for name in ["ca", "stranger"] {
            try Self.openssl(
                ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-keyout", file(name + ".key")]
                    + ["-out", file(name + ".pem")] + curve)
        }
        for name in ["server", "client"] {
            try Self.openssl(
                ["req", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
                    + ["-keyout", file(name + ".key"), "-out", file(name + ".csr")] + curve)
            try Self.openssl(
                ["x509", "-req", "-in", file(name + ".csr"), "-CA", authority, "-CAkey", file("ca.key")]
                    + ["-CAcreateserial", "-days", "2", "-copy_extensions", "copy", "-out", file(name + ".pem")])
        }
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}
