import Foundation
import OwnCertificate
import TestSupport
import Testing
import VideoCore

/// A certificate that the box makes itself.
@Suite struct OwnCertificateTests {
    private let folder: ScratchFolder
    private static let now = WallTime(secondsSince1970: 1_800_000_000)
    private static let names = ["127.0.0.1", "::1", "localhost", "box", "tocsin.example"]

    init() throws { folder = try ScratchFolder() }

    private func open(_ names: [String] = names, days: Double = 0) throws -> OwnCertificate {
        try OwnCertificate.open(in: folder.file("tls"), names: names, now: Self.now.advanced(by: days * 86_400))
    }

    private func openssl(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }

    @Test func `It is for all names, signs no other, and openssl gives the same fingerprint`() throws {
        let own = try open()
        #expect(own.names == Self.names)
        let shown = try openssl("x509", "-in", own.certificate, "-noout", "-text", "-fingerprint", "-sha256")
        #expect(
            shown.contains("SHA256 Fingerprint=\(own.fingerprint)")
                || shown.contains("sha256 Fingerprint=\(own.fingerprint)"))
        #expect(shown.contains("prime256v1") && shown.contains("CA:FALSE") && shown.contains("Server Authentication"))
        for name in ["DNS:localhost", "DNS:tocsin.example", "IP Address:127.0.0.1", "IP Address:0:0:0:0:0:0:0:1"] {
            #expect(shown.contains(name), "\(name)")
        }
        let check = try openssl("verify", "-CAfile", own.certificate, "-attime", "1800000001", own.certificate)
        #expect(check.contains("OK"))
        #expect(OwnCertificate.names(ofFile: own.certificate) == Self.names)
        #expect(OwnCertificate.names(ofFile: own.key) == [])
    }

    @Test func `Nobody else can read the key`() throws {
        let own = try open()
        let mode = try FileManager.default.attributesOfItem(atPath: own.key)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `It stays the same until it soon ends or another name is wanted`() throws {
        let first = try open()
        #expect(try open() == first)
        #expect(
            try open(["localhost", "0:0:0:0:0:0:0:1"]) == first, "fewer names need no other, however they are written")
        #expect(try open(days: 3600) == first)
        #expect(try open(days: -20_000) == first, "a clock that is behind makes no other")
        let second = try open(days: 3640)
        #expect(second.fingerprint != first.fingerprint)
        #expect(try open(Self.names + ["new.example"]).names.contains("new.example"))
    }

    @Test(arguments: ["certificate.pem", "key.pem"])
    func `What was damaged or lost is made anew`(name: String) throws {
        let first = try open()
        try Data("-----BEGIN NOTHING-----".utf8).write(to: URL(fileURLWithPath: folder.file("tls/" + name)))
        let second = try open()
        #expect(second.fingerprint != first.fingerprint)
        try FileManager.default.removeItem(atPath: folder.file("tls/" + name))
        #expect(try open().fingerprint != second.fingerprint)
    }

    @Test func `Where nothing can be written the folder is named`() throws {
        try Data().write(to: URL(fileURLWithPath: folder.file("tls")))
        let error = #expect(throws: OwnCertificateError.self) { try open() }
        #expect(error?.description.contains(folder.file("tls")) == true)
    }
}
