import Delivery
import MQTTSink
import Testing
import VideoCore

@testable import SiteConfig

/// A site that delivers to `sink`, written on one line.
func siteWithSink(_ sink: String) -> String {
    "site: a\nsinks:\n  - \(sink)\ncameras: [{camera: a, url: rtsp://127.0.0.1/1, detectors: {thrown-object: {}}}]\n"
}

@Suite("sinks[].mqtt is read")
struct MQTTReadingTests {
    private func settings(_ keys: String) throws -> MQTTSettings {
        let sink = try #require(try site(siteWithSink("mqtt: {\(keys)}")).sinks.first)
        guard case .mqtt(let settings) = sink.target else { throw WrongKind() }
        return settings
    }

    private struct WrongKind: Error {}

    @Test("An address is enough; the rest has the defaults")
    func defaults() throws {
        #expect(try settings("url: mqtt://broker.example") == MQTTSettings(host: "broker.example"))
        var secured = MQTTSettings(host: "::1", port: 8883)
        secured.tls = TLSFiles()
        #expect(try settings("url: 'MQTTS://[::1]'") == secured)
    }

    @Test("Every key is read")
    func all() throws {
        let directory = try TemporaryDirectory()
        for name in ["ca.pem", "c.pem", "c.key"] { try directory.write("x", to: name) }
        let path = try directory.write(
            siteWithSink(
                "mqtt: {url: mqtts://h:1, version: 3, username: u, password: p, clientID: c, topic: a/b, keepAlive: 7, "
                    + "ackTimeout: 2.5, inFlight: 9, maximumSize: 2KiB, requireSubscriber: false, "
                    + "tls: {authorities: ca.pem, certificate: c.pem, key: c.key}}"), to: "site.yaml")
        let site = try SiteSettings.load(path: path)
        var expected = MQTTSettings(host: "h", port: 1)
        (expected.version, expected.username, expected.password) = (.v3, "u", Secret("p"))
        (expected.clientID, expected.topic, expected.keepAlive, expected.ackTimeout) = ("c", "a/b", 7, 2.5)
        (expected.inFlight, expected.maximumBytes, expected.requireSubscriber) = (9, 2048, false)
        let folder = directory.path
        expected.tls = TLSFiles(
            authorities: folder + "/ca.pem", certificate: folder + "/c.pem", key: folder + "/c.key")
        #expect(site.sinks.map(\.target) == [.mqtt(expected)])
        #expect(site.sinks.map(\.name) == ["mqtt:h:1"])
        #expect(site.warnings == [])
    }

    @Test(
        "Mistakes are named with place and remedy",
        arguments: [
            ("{}", "sinks[0].mqtt.url", "is missing"), ("{url: http://h}", "sinks[0].mqtt.url", "this is no address"),
            ("{url: 'mqtt://'}", "sinks[0].mqtt.url", "this is no address"),
            ("{url: mqtt://h/path}", "sinks[0].mqtt.url", "the address has a path"),
            ("{url: mqtt://h:99999}", "sinks[0].mqtt.url", "the port is not"),
            ("{url: 'mqtt://u:hidden@h'}", "sinks[0].mqtt.url", "the address has a login"),
            ("{url: mqtt://h, version: 4}", "sinks[0].mqtt.version", "there is no MQTT 4"),
            ("{url: mqtt://h, version: 6}", "sinks[0].mqtt.version", "“6” is out of range"),
            ("{url: mqtt://h, topic: 'a/#'}", "sinks[0].mqtt.topic", "“a/#” is not the beginning"),
            ("{url: mqtt://h, tls: {}}", "sinks[0].mqtt.tls", "mqtt:// is not secured"),
            (
                "{url: mqtts://h, tls: {authorities: gone.pem}}", "sinks[0].mqtt.tls.authorities",
                "the file: there is no"
            ),
            ("{url: mqtt://h, password: x}", "sinks[0].mqtt.password", "a password without a user name"),
            ("{url: mqtt://h, keepalive: 3}", "sinks[0].mqtt.keepalive", "unknown key"),
            ("{url: mqtt://h, ackTimeout: 11}", "sinks[0].mqtt.ackTimeout", "“11” is out of range"),
        ])
    func mistakes(keys: String, key: String, problem: String) {
        let found = SiteConfigTests.mistakes(in: siteWithSink("mqtt: \(keys)"))
        #expect(found.map(\.key) == [key])
        #expect(found.first?.problem.hasPrefix(problem) == true, "\(found)")
        #expect(found.first?.line == 3 && found.first?.remedy.isEmpty == false)
        #expect(!"\(found)".contains("hidden"))
    }

    @Test("A certificate and its key come together")
    func halves() throws {
        let directory = try TemporaryDirectory()
        for name in ["c.pem", "c.key"] { try directory.write("x", to: name, mode: 0o644) }
        func problems(_ tls: String) throws -> [String] {
            let path = try directory.write(siteWithSink("mqtt: {url: mqtts://h, tls: {\(tls)}}"), to: "site.yaml")
            do { return try SiteSettings.load(path: path).warnings.map(\.problem) } catch {
                return error.mistakes.map(\.problem)
            }
        }
        #expect(try problems("certificate: c.pem") == ["a certificate without its key"])
        #expect(try problems("key: c.key") == ["a key without a certificate"])
        #expect(try problems("certificate: c.pem, key: c.key") == ["others on this machine can read the key"])
    }

    @Test("A login that crosses the network in the clear is warned about, here and on this machine alone not")
    func clear() throws {
        func warnings(_ url: String) throws -> [String?] {
            try site(siteWithSink("mqtt: {url: \(url), username: u, password: p}")).warnings.map(\.key)
        }
        #expect(try warnings("mqtt://broker.example") == ["sinks[0].mqtt.password"])
        #expect(try warnings("mqtts://broker.example") == [])
        #expect(try warnings("mqtt://127.0.0.1") == [])
    }
}
