import Delivery
import MQTTSink
import Testing
import VideoCore
import WebhookSink

@testable import SiteConfig

@Suite("holdDoor is read")
struct HoldDoorReadingTests {
    private static let key = "cameras[0].detectors.ebike.holdDoor"
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write("0123456789abcdef\n", to: "secret")
        try directory.write("pass-word\n", to: "password")
        try directory.write("x", to: "ca.pem")
    }

    private func load(_ keys: String) throws(ConfigurationErrors) -> SiteSettings {
        let path = directory.path + "/site.yaml"
        let text = siteWithCamera("detectors:\n  ebike:\n    holdDoor: {\(keys)}")
        do { try directory.write(text, to: "site.yaml") } catch { Issue.record("cannot write") }
        return try SiteSettings.load(path: path)
    }

    private func output(_ keys: String) throws -> DetectorSettings.HoldDoor.Output? {
        try load(keys).cameras.first?.detectors?.holdDoor?.output
    }

    @Test("A door is held by a relay, a topic of a broker or a web server")
    func outputs() throws {
        #expect(try output("relay: /run/lift") == .relay("/run/lift"))
        var broker = MQTTSettings(host: "broker.example", port: 8883)
        (broker.tls, broker.version) = (TLSFiles(authorities: directory.path + "/ca.pem"), .v3)
        (broker.username, broker.password) = ("tocsin", Secret("pass-word"))
        #expect(
            try output(
                "mqtt: {url: mqtts://broker.example, topic: lifts/1/door, version: 3, username: tocsin, "
                    + "passwordFile: password, tls: {authorities: ca.pem}}") == .mqtt(broker, topic: "lifts/1/door"))
        var server = WebhookSettings(url: Secret("https://h/door"))
        server.secret = Secret("0123456789abcdef")
        let site = try load("webhook: {url: https://h/door, secretFile: secret}, fireService: /run/fire")
        #expect(site.cameras.first?.detectors?.holdDoor == .init(output: .webhook(server), fireService: "/run/fire"))
        #expect(site.warnings == [])
    }

    @Test(
        "Mistakes are named with line, place and remedy, and show no secret",
        arguments: [
            ("", "relay", "is missing", "`mqtt` or `webhook`"),
            ("fireService: /run/fire", "relay", "is missing", "`mqtt` or `webhook`"),
            (
                "relay: /run/a, mqtt: {url: mqtt://127.0.0.1, topic: a}", "mqtt", "a door is held by one thing",
                "keep one of"
            ),
            (
                "mqtt: {url: mqtt://127.0.0.1, topic: a}, webhook: {url: https://h/}", "webhook",
                "a door is held by one thing", "keep one of"
            ),
            ("relay: /run/a, fireService: /run/a", "fireService", "it is the relay itself", "name the file"),
            ("relais: /run/a, relay: /run/b", "relais", "unknown key", "did you mean `relay`?"),
            ("mqtt: {url: mqtts://h}", "mqtt.topic", "is missing", "name the topic"),
            ("mqtt: {topic: a}", "mqtt.url", "is missing", "mqtts://HOST:8883"),
            ("mqtt: {url: mqtts://h, topic: 'a/#'}", "mqtt.topic", "“a/#” is not a topic", "without `+`, `#`"),
            ("mqtt: {url: https://h, topic: a}", "mqtt.url", "this is no address of an MQTT broker", "mqtts://"),
            ("mqtt: {url: mqtt://h, topic: a, tls: {}}", "mqtt.tls", "mqtt:// is not secured", "mqtts://"),
            ("mqtt: {url: mqtts://h, topic: a, version: 4}", "mqtt.version", "there is no MQTT 4", "write 5"),
            ("mqtt: {url: mqtts://h, topic: a, keepAlive: 9}", "mqtt.keepAlive", "unknown key", "sinks[].mqtt"),
            ("webhook: {secretFile: secret}", "webhook.url", "is missing", "https://HOST/PATH"),
            ("webhook: {url: 'https://u:hidden@h/'}", "webhook.url", "the address has a login", "take it out"),
            ("webhook: {url: http://h/, secretFile: secret}", "webhook.url", "everybody on the way", "https://"),
            ("webhook: {url: https://h/, secretFile: gone}", "webhook.secretFile", "the secret file", ""),
            ("webhook: {url: https://h/, timeout: 3}", "webhook.timeout", "unknown key", ""),
        ])
    func mistakes(keys: String, key: String, problem: String, remedy: String) {
        let error = #expect(throws: ConfigurationErrors.self) { try load(keys) }
        #expect(error?.mistakes.map(\.key) == ["\(Self.key).\(key)"])
        #expect(error?.mistakes.first?.problem.hasPrefix(problem) == true, "\(error?.mistakes ?? [])")
        #expect(error?.mistakes.first?.remedy.contains(remedy) == true, "\(error?.mistakes ?? [])")
        #expect(error?.mistakes.first?.line == firstCameraLine + 2)
        #expect(error.map { !"\($0.mistakes)".contains("hidden") } == true)
    }

    @Test("Leases that nobody can verify, and a login in the clear, are warned about")
    func warnings() throws {
        #expect(try load("webhook: {url: https://h/}").warnings.map(\.key) == ["\(Self.key).webhook.url"])
        #expect(
            try load("mqtt: {url: mqtt://broker.example, topic: a, username: u, passwordFile: password}").warnings
                .map(\.key) == ["\(Self.key).mqtt.passwordFile"])
    }
}
