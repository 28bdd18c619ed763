import Delivery
import Foundation
import KafkaSink
import NATSSink
import Testing
import VideoCore

@testable import SiteConfig

@Suite("The keys of brokers")
struct BrokerReadingTests {
    /// A site whose only sink is `entry`, which begins on line 3.
    private func text(_ entry: String) -> String {
        """
        site: a
        sinks:
        - \(entry)
        cameras: [{camera: a, url: rtsp://127.0.0.1/1, detectors: {thrown-object: {}}}]
        """
    }

    private func sink(_ entry: String) throws -> SiteSettings.Sink { try #require(site(text(entry)).sinks.first) }

    @Test("A NATS sink has all its defaults with nothing but an address")
    func natsDefaults() throws {
        for url in ["nats://a:4222", "[nats://a:4222]"] {
            let sink = try sink("nats: {url: \(url)}")
            #expect(sink.name == "nats:TOCSIN_ALARMS")
            #expect(sink.target == .nats(NATSSettings(urls: ["nats://a:4222"])))
        }
    }

    @Test("Every key of a NATS sink is read")
    func natsKeys() throws {
        let sink = try sink(
            """
            nats: {url: ["tls://a:1", "tls://b:2"], username: u, password: "word", tls: {}, stream: S, subject: x.y,
                domain: hub, createStream: false, keepDays: 60, duplicateWindow: 120, replicas: 3,
                requireFileStorage: true, timeout: 2}
            """)
        var expected = NATSSettings(urls: ["tls://a:1", "tls://b:2"])
        expected.login = .password(user: "u", Secret("word"))
        expected.tls = TLSFiles()
        (expected.stream, expected.subject, expected.domain) = ("S", "x.y", "hub")
        (expected.createStream, expected.requireFileStorage) = (false, true)
        (expected.keepDays, expected.duplicateWindow, expected.replicas, expected.timeout) = (60, 120, 3, 2)
        #expect(sink.target == .nats(expected))
        let token = try self.sink("nats: {url: tls://a, token: \"word\"}")
        guard case .nats(let settings) = token.target else { return #expect(Bool(false)) }
        #expect(settings.login == .token(Secret("word")))
    }

    @Test("Every key of a Kafka sink is read")
    func kafkaKeys() throws {
        let plain = try sink("kafka: {brokers: \"a:9092\"}")
        #expect(plain.name == "kafka:tocsin-alarms" && plain.target == .kafka(KafkaSettings(brokers: ["a:9092"])))
        let sink = try sink(
            """
            kafka: {brokers: ["a:1", "b:2"], username: u, password: "word", mechanism: PLAIN, tls: {}, topic: t,
                timeout: 3}
            """)
        var expected = KafkaSettings(brokers: ["a:1", "b:2"])
        expected.login = KafkaSettings.Login(user: "u", password: Secret("word"), mechanism: .plain)
        (expected.tls, expected.topic, expected.timeout) = (TLSFiles(), "t", 3)
        #expect(sink.target == .kafka(expected))
    }

    @Test(
        "A mistake is named with its line, its key and what to do",
        arguments: [
            ("nats: {}", "url", "is missing", "nats://"),
            ("nats: {url: []}", "url", "is empty", "nats://"),
            ("nats: {url: http://a}", "url", "not one of a NATS server", "nats://host:4222"),
            ("nats: {url: \"nats://u:word@a\"}", "url", "holds a login", "username"),
            ("nats: {url: tls://a, stream: a.b}", "stream", "no stream", "letters"),
            ("nats: {url: tls://a, subject: \"a.>\"}", "subject", "cannot be sent", "joined by dots"),
            ("nats: {url: tls://a, replicas: 2}", "replicas", "no number of replicas", "1, 3 or 5"),
            ("nats: {url: tls://a, username: u}", "username", "without a password", "password"),
            ("nats: {url: tls://a, credentials: nowhere}", "credentials", "no such file", "path"),
            ("nats: {url: tls://a, timeout: 60}", "timeout", "out of range", "1…10"),
            ("nats: {url: tls://a, stram: x}", "stram", "unknown key", "stream"),
            ("kafka: {}", "brokers", "is missing", "host:9092"),
            ("kafka: {brokers: a}", "brokers", "not one of a broker", "host:9092"),
            ("kafka: {brokers: \"kafka://a:9092\"}", "brokers", "not one of a broker", "without a login"),
            ("kafka: {brokers: \"a:1\", topic: \"a b\"}", "topic", "no topic", "letters"),
            ("kafka: {brokers: \"a:1\", mechanism: PLAIN}", "mechanism", "without a login", "username"),
            ("kafka: {brokers: \"a:1\", username: u, password: w, mechanism: MD5}", "mechanism", "not known", "PLAIN"),
        ])
    func named(entry: String, key: String, problem: String, remedy: String) throws {
        let kind = String(entry.prefix { $0 != ":" })
        let mistake = try #require(mistakes(in: text(entry)).first, "\(entry)")
        #expect(mistake.line == 3 && mistake.key == "sinks[0].\(kind).\(key)", "\(mistake)")
        #expect(mistake.problem.contains(problem) && mistake.remedy.contains(remedy), "\(mistake)")
        #expect(!"\(mistake)".contains("word@"), "no password is shown")
    }

    @Test("Several logins are one too many, and none goes over the network in the open without a warning")
    func logins() throws {
        let several = "nats: {url: tls://a, username: u, password: \"word\", token: \"other\"}"
        #expect(mistakes(in: text(several)).map(\.problem) == ["there are several logins"])
        let open = [
            "nats: {url: nats://a, username: u, password: \"word\"}", "nats: {url: nats://a, token: \"word\"}",
            "kafka: {brokers: \"a:1\", username: u, password: \"word\"}",
        ]
        for entry in open {
            #expect(try site(text(entry)).warnings.contains { $0.problem.contains("read on the way") }, "\(entry)")
        }
        let secured = try site(text("nats: {url: tls://a, token: \"word\"}"))
        #expect(!secured.warnings.contains { $0.problem.contains("read on the way") })
    }
}
