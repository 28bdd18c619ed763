import Foundation
import Testing
import VideoCore

@testable import SiteConfig

@Suite struct PasswordFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func load(_ lines: String, mode: Int = 0o600) throws -> SiteSettings {
        let text = "site: a\ncameras:\n  - camera: a\n    url: rtsp://127.0.0.1/1\n    detectors: {thrown-object: }\n"
        return try SiteSettings.load(path: directory.write(text + lines, to: "site.yaml", mode: mode))
    }

    private func mistakes(_ lines: String) -> [Mistake] {
        do {
            _ = try load(lines)
            return []
        } catch {
            return (error as? ConfigurationErrors)?.mistakes ?? []
        }
    }

    private static let reference = "    username: u\n    passwordFile: secret\n"

    @Test("The first line of a password file is the password", arguments: ["p@ss", "p@ss\n", "p@ss\r\nmore\n"])
    func firstLine(_ content: String) throws {
        try directory.write(content, to: "secret")
        let site = try load(Self.reference)
        #expect(site.cameras[0].password == Secret("p@ss"))
        #expect(site.warnings == [])
    }

    @Test("A password file that others can read is warned about", arguments: [0o640, 0o604])
    func readableByOthers(_ mode: Int) throws {
        try directory.write("p@ss", to: "secret", mode: mode)
        let warnings = try load(Self.reference).warnings
        #expect(warnings.map(\.key) == ["cameras[0].passwordFile"])
        #expect(warnings.map(\.line) == [7])
        #expect(warnings.first?.remedy == "run chmod 600 on it")
    }

    @Test("A file with a password in it that others can read is warned about")
    func readableSite() throws {
        let inline = "    username: u\n    password: p\n"
        #expect(try load(inline).warnings == [])
        let warnings = try load(inline, mode: 0o644).warnings
        #expect(warnings.map(\.problem) == ["others on this machine can read this file, and it holds a password"])
        #expect(try load("    username: u\n", mode: 0o644).warnings == [])
    }

    @Test("A password file that is empty, a directory or too large is a mistake")
    func unusable() throws {
        try directory.write("\n\n", to: "secret")
        #expect(mistakes(Self.reference).map(\.problem) == ["the password file is empty or no text"])
        try directory.write([0xFF, 0xFF], to: "secret")
        #expect(mistakes(Self.reference).map(\.problem) == ["the password file is empty or no text"])
        try directory.write([UInt8](repeating: 0x61, count: 5000), to: "secret")
        #expect(mistakes(Self.reference).map(\.problem) == ["the password file is larger than 4KiB"])
        let found = mistakes("    username: u\n    passwordFile: .\n")
        #expect(found.map(\.problem) == ["the password file is a directory, not a file"])
    }

    @Test("A password given in two ways is a mistake")
    func twice() throws {
        try directory.write("p", to: "secret")
        let found = mistakes(Self.reference + "    password: q\n")
        #expect(found.map(\.key) == ["cameras[0].passwordFile"])
        #expect(found.map(\.problem) == ["the password is given twice"])
    }

    @Test("The password file of a camera that is switched off need not be there")
    func switchedOff() throws {
        let site = try load("    enabled: false\n" + Self.reference)
        #expect(site.cameras[0].password == nil)
    }
}
