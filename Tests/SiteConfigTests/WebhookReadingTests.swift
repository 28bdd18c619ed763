import Delivery
import Testing
import VideoCore
import WebhookSink

@testable import SiteConfig

@Suite("sinks[].webhook is read")
struct WebhookReadingTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write("0123456789abcdef\n", to: "secret")
        try directory.write("fedcba9876543210\n", to: "next")
        try directory.write("token-word\n", to: "token")
        try directory.write("short\n", to: "short")
        try directory.write("two words\n", to: "words")
        try directory.write("0123456789abcdef\n", to: "open", mode: 0o644)
        try directory.write("x", to: "ca.pem")
    }

    private func load(_ keys: String) throws(ConfigurationErrors) -> SiteSettings {
        let path = directory.path + "/site.yaml"
        do { try directory.write(siteWithSink("webhook: {\(keys)}"), to: "site.yaml") } catch {
            Issue.record("cannot write")
        }
        return try SiteSettings.load(path: path)
    }

    @Test("An address is enough; the name of the sink does not show its path")
    func defaults() throws {
        let sink = try #require(try load("url: 'https://centre.example:8443/hook?key=hidden'").sinks.first)
        #expect(sink.name == "webhook:centre.example:8443")
        let expected = WebhookSettings(url: Secret("https://centre.example:8443/hook?key=hidden"))
        #expect(sink.target == .webhook(expected))
    }

    @Test("Every key is read, files as seen from the configuration")
    func all() throws {
        let site = try load(
            "url: https://h/a, allowPlain: true, secretFile: secret, secondSecretFile: next, tokenFile: token, timeout: 3, "
                + "parallel: 2, tls: {authorities: ca.pem}")
        var expected = WebhookSettings(url: Secret("https://h/a"))
        (expected.allowPlain, expected.timeout, expected.parallel) = (true, 3, 2)
        (expected.secret, expected.secondSecret) = (Secret("0123456789abcdef"), Secret("fedcba9876543210"))
        (expected.token, expected.tls) = (Secret("token-word"), TLSFiles(authorities: directory.path + "/ca.pem"))
        #expect(site.sinks.map(\.target) == [.webhook(expected)])
        #expect(site.warnings == [])
    }

    @Test(
        "Mistakes are named with place and remedy, and show no secret",
        arguments: [
            ("", "url", "is missing"), ("url: ftp://h", "url", "this is no address"),
            ("url: 'https://'", "url", "this is no address"), ("url: 'https://h:0/'", "url", "this is no address"),
            ("url: 'https://u:hidden@h/'", "url", "the address has a login"),
            ("url: http://centre.example/", "url", "everybody on the way"),
            ("url: http://127.0.0.1/, tls: {}", "tls", "http:// is not secured"),
            ("url: https://h/, secretFile: short", "secretFile", "the secret in this file is too short"),
            ("url: https://h/, secretFile: gone", "secretFile", "the secret file: there is no such file"),
            ("url: https://h/, secondSecretFile: next", "secondSecretFile", "a second secret without a first"),
            ("url: https://h/, tokenFile: words", "tokenFile", "the token in this file has blanks"),
            ("url: https://h/, timeout: 21", "timeout", "“21” is out of range"),
            ("url: https://h/, parallel: 0", "parallel", "“0” is out of range"),
            ("url: https://h/, secret: x", "secret", "unknown key"),
        ])
    func mistakes(keys: String, key: String, problem: String) {
        let error = #expect(throws: ConfigurationErrors.self) { try load(keys) }
        #expect(error?.mistakes.map(\.key) == ["sinks[0].webhook.\(key)"])
        #expect(error?.mistakes.first?.problem.hasPrefix(problem) == true, "\(error?.mistakes ?? [])")
        #expect(error?.mistakes.first?.line == 3)
        #expect(error.map { !"\($0.mistakes)".contains("hidden") } == true)
    }

    @Test("A secret that others can read is warned about")
    func readable() throws {
        let warnings = try load("url: https://h/, secretFile: open").warnings
        #expect(warnings.map(\.key) == ["sinks[0].webhook.secretFile"])
    }

    @Test("http:// may lead to another machine where that is said")
    func allowed() throws {
        #expect(try load("url: http://centre.example/, allowPlain: true").sinks.count == 1)
    }
}
