import Foundation
import Testing
import VideoCore

@testable import SiteConfig

@Suite struct SecretTests {
    private static let password = "hunter2-horse"

    /// Texts in which the password stands in right and wrong places, each with at least one mistake.
    private static let texts = [
        "site: a\nworkers: 0\n" + camera("url: rtsp://admin:\(password)@127.0.0.1:99999/1"),
        camera("url: rtps://admin:\(password)@127.0.0.1/1"),
        camera("url: rtsp://admin:\(password)@/1"),
        camera("url: rtsp://admin:\(password)@127.0.0.1/with space"),
        camera("url: rtsp://admin:\(password)@127.0.0.1/1\n    username: admin\n    password: \(password)"),
        camera("url: rtsp://127.0.0.1/1\n    password: \(password)"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    password: [\(password)]"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    password: {a: \(password)}"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    pasword: \(password)"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    Passwort: \(password)\n    channel: \(password)"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    password: &p \(password)\n    transport: *p"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    password: &p \(password)\n    *p : 1"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    password: \(password)\n    nvr: x-\(password)"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    password: \(password): b"),
        camera("url: rtsp://127.0.0.1/1\n    username: u\n    password: \"\(password)"),
        camera("url: rtsp://127.0.0.1/1\n    password:\(password)\n    channel: 1"),
        camera("url: rtsp://127.0.0.1/1\n    password: @\(password)"),
        camera("url: rtsp://127.0.0.1/1\n    transport: rtsp://u:\(password)@x/"),
        camera("url: rtsp://127.0.0.1/1\n    passwordFile: \(password)\n    username: u"),
        camera("rtsp://u:\(password)@127.0.0.1/1: 1"),
        "site: a\ncameras: [{camera: a, password:\(password), url: rtsp://127.0.0.1/1}]\n",
        "site: a\ncameras: [{camera: a, \"password \(password)\": 1, url: rtsp://127.0.0.1/1}]\n",
        "site: a\nsinks: rtsp://u:\(password)@127.0.0.1/1\ncameras: []\n",
    ]

    private static func camera(_ lines: String) -> String {
        "site: a\ncameras:\n  - camera: a\n    \(lines)\n"
    }

    @Test("A password never appears in a mistake, wherever it stands", arguments: texts)
    func neverShown(_ text: String) {
        let found = mistakes(in: text)
        #expect(!found.isEmpty)
        for mistake in found {
            #expect(!mistake.text(file: "f").contains("hunter2"), "\(mistake)")
        }
    }

    @Test("A short password hides itself but not every word that contains its letters")
    func shortPassword() {
        var secrets = Secrets()
        secrets.learn("tcp", under: "password")
        #expect(secrets.quoted("tcp") == "the value")
        #expect(secrets.quoted("tcpx") == "“tcpx”")
        secrets.learn("longer", under: "Passwd")
        #expect(secrets.quoted("much-longer") == "the value")
    }

    @Test("Values that are long, or look like addresses, are not quoted")
    func notQuoted() {
        let secrets = Secrets()
        #expect(secrets.quoted("short") == "“short”")
        #expect(secrets.quoted(String(repeating: "x", count: 41)) == "the value")
        #expect(secrets.quoted("rtsp://a") == "the value")
        #expect(secrets.quoted("u@h") == "the value")
        #expect(secrets.shownKey("a b") == "(a key)")
        #expect(secrets.shownKey("maxConnects") == "maxConnects")
        #expect(secrets.shownKey("passwordhunter2") == "(a key)")
    }

    @Test("A secret does not reveal itself when printed or dumped")
    func printing() {
        let secret = Secret(Self.password)
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("hunter2"))
        #expect(secret.revealed == Self.password)
    }

    @Test("Settings with passwords do not reveal them when printed")
    func printingSettings() throws {
        let site = try site(
            "site: a\ncameras:\n  - {camera: a, url: \"rtsp://u:\(Self.password)@127.0.0.1/1\"}\n"
                + "  - {camera: b, url: rtsp://127.0.0.1/1, username: u, password: \(Self.password)}\n")
        #expect(!"\(site)".contains("hunter2"))
        #expect(site.cameras[0].url?.revealed.contains(Self.password) == true)
        #expect(site.cameras[1].password?.revealed == Self.password)
    }
}
