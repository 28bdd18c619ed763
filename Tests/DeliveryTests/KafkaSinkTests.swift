import Alarms
import CRdKafka
import Delivery
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import KafkaSink

@Suite("Kafka as librdkafka's mock cluster does it")
struct KafkaSinkTests {
    let cluster: KafkaCluster

    init() throws { cluster = try KafkaCluster() }

    private func sink(timeout: Double = 12) -> KafkaSink {
        var settings = KafkaSettings(brokers: cluster.addresses)
        settings.timeout = timeout
        return KafkaSink(name: "centre", settings)
    }

    private func failure(_ sink: KafkaSink, _ events: [StoredEvent]) async throws -> DeliveryFailure {
        try #require(await #expect(throws: DeliveryFailure.self) { try await sink.deliver(events) })
    }

    @Test("A record has the camera as key, the event byte for byte, and its attributes as headers")
    func record() async throws {
        let events = try events(0..<30)
        try await sink().deliver(events)
        let records = try await cluster.records()
        #expect(Set(records.map(\.body)) == Set(events.map(\.json)) && records.count == 30)
        for key in Set(records.map(\.key)) {
            let own = records.filter { $0.key == key }
            #expect(Set(own.map(\.partition)).count == 1, "one camera, one partition")
        }
        let record = try #require(records.first { $0.body == events[1].json })
        #expect(record.key == "camera-1")
        #expect(record.headers["content-type"] == "application/cloudevents+json; charset=UTF-8")
        #expect(record.headers["ce_id"] == events[1].id && record.headers["ce_specversion"] == "1.0")
        #expect(record.headers["ce_type"] == "tocsin.alarm.thrown-object.v1")
        #expect(record.headers["ce_source"] == "/sites/garden/cameras/camera-1" && record.headers["ce_time"] != nil)
    }

    @Test("An event larger than any record is refused, those before it are in, and nothing behind overtakes it")
    func tooLarge() async throws {
        var events = try events(0..<6)
        events[3] = try event(99, detail: String(repeating: "x", count: 1_100_000))
        let sink = sink()
        let failure = try await failure(sink, events)
        #expect(failure.fault == .event && failure.delivered == 3 && failure.reason.contains("larger"))
        #expect(try await cluster.records().count == 3)
        try await sink.deliver(Array(events[4...]))
        #expect(try await cluster.records().count == 5)
    }

    @Test("When a broker refuses a batch for its size, its events are sent one by one")
    func batchTooLarge() async throws {
        // One partition, and so one batch.
        let events = try [0, 7, 14, 21].map { try event($0) }
        let sink = sink()
        try await sink.deliver([])
        await cluster.failWrites([RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE])
        try await sink.deliver(events)
        #expect(try await Set(cluster.records().map(\.body)) == Set(events.map(\.json)))
    }

    @Test("What passes by itself is waited for")
    func passing() async throws {
        let sink = sink()
        await cluster.failWrites([RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT])
        try await sink.deliver(try events(0..<5))
        await cluster.moveLeaders(to: 2)
        try await sink.deliver(try events(5..<10))
        #expect(try await Set(cluster.records().map(\.body)).count == 10)
    }

    @Test("What does not pass is said with a remedy, and holds everything up")
    func lasting() async throws {
        await cluster.failTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        let missing = try await failure(sink(timeout: 4), events(0..<3))
        #expect(missing.fault == .farEnd && missing.delivered == 0)
        #expect(missing.reason.contains("no such topic"), "\(missing.reason)")
        await cluster.failTopic(RD_KAFKA_RESP_ERR_NO_ERROR)
        await cluster.failWrites([RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED])
        let forbidden = try await failure(sink(), [event(0)])
        #expect(forbidden.fault == .farEnd && forbidden.delivered == 0)
        #expect(forbidden.reason.contains("may not write"), "\(forbidden.reason)")
        try await sink().deliver(try events(0..<3))
        #expect(try await cluster.records().count == 3)
    }

    @Test("A broker that is not there is given up in time")
    func nobody() async throws {
        var settings = KafkaSettings(brokers: ["127.0.0.1:\(try LocalServer.freePorts(1)[0])"])
        settings.timeout = 1
        let failure = try await failure(KafkaSink(name: "centre", settings), events(0..<2))
        #expect(failure.delivered == 0 && failure.reason.contains("no answer in time"))
    }

    @Test("A login that is refused is said at once, without the password that the broker repeats")
    func refusedLogin() async throws {
        let gate = try TestServer("kafka_gate.py", [])
        for mechanism in [KafkaSettings.Login.Mechanism.plain, .scram512] {
            var settings = KafkaSettings(brokers: ["127.0.0.1:\(gate.port)"])
            settings.login = KafkaSettings.Login(user: "u", password: Secret("wrong-secret"), mechanism: mechanism)
            let failure = try await failure(KafkaSink(name: "centre", settings), events(0..<1))
            #expect(failure.fault == .farEnd && failure.reason.contains("login was refused"), "\(failure)")
            #expect(!failure.reason.contains("secret"))
        }
    }

    @Test("A broker whose certificate another authority has signed is not talked to")
    func wrongCertificate() async throws {
        let folder = try ScratchFolder()
        let files = try Certificates(in: folder.path)
        let server = try TestServer("tls_listener.py", [files.server, files.serverKey])
        var settings = KafkaSettings(brokers: ["localhost:\(server.port)"])
        settings.tls = TLSFiles(authorities: files.stranger)
        let failure = try await failure(KafkaSink(name: "centre", settings), events(0..<1))
        #expect(failure.fault == .farEnd && failure.reason.contains("could not be secured"), "\(failure)")
    }

    @Test("A delivery that is cancelled ends soon, and the sink can be used again")
    func cancelled() async throws {
        await cluster.setDelay(120_000)
        let sink = sink(timeout: 20)
        let events = try events(0..<2)
        let delivery = Task { try await sink.deliver(events) }
        delivery.cancel()
        let failure = await #expect(throws: DeliveryFailure.self) { try await delivery.value }
        #expect(failure?.reason.contains("interrupted") == true, "and not for having waited too long")
        await cluster.setDelay(0)
        try await sink.deliver(events)
    }
}

@Suite("What the Kafka sink decides without a broker")
struct KafkaDecisionTests {
    private func values(_ change: (inout KafkaSettings) -> Void) -> [String: String] {
        var settings = KafkaSettings(brokers: ["a:9092", "b:9092"])
        change(&settings)
        let values = KafkaConfiguration.values(settings, clientName: "tocsin")
        return Dictionary(uniqueKeysWithValues: values.map { ($0.key, $0.value) })
    }

    @Test("Every replica must have an event, duplicates are prevented, and nothing waits for company")
    func guarantees() {
        let values = values { _ in }
        #expect(values["acks"] == "all" && values["enable.idempotence"] == "true" && values["linger.ms"] == "0")
        #expect(values["message.timeout.ms"] == "10000" && values["bootstrap.servers"] == "a:9092,b:9092")
    }

    @Test("How a connection is secured follows from what is given")
    func security() {
        let login = KafkaSettings.Login(user: "u", password: Secret("p"), mechanism: .scram256)
        let files = TLSFiles(authorities: "ca.pem", certificate: "c.pem", key: "c.key")
        #expect(values { _ in }["security.protocol"] == "plaintext")
        #expect(values { $0.tls = TLSFiles() }["security.protocol"] == "ssl")
        #expect(values { $0.login = login }["security.protocol"] == "sasl_plaintext")
        let both = values { ($0.tls, $0.login) = (files, login) }
        #expect(both["security.protocol"] == "sasl_ssl" && both["sasl.mechanism"] == "SCRAM-SHA-256")
        #expect(both["ssl.ca.location"] == "ca.pem" && both["ssl.key.location"] == "c.key")
        #expect(both["ssl.endpoint.identification.algorithm"] == "https" && both["sasl.username"] == "u")
        #expect(values { $0.tls = TLSFiles() }["ssl.ca.location"] == nil)
    }

    @Test("Only what lies in the event itself sets it aside")
    func fates() {
        let refusals = [
            RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_INVALID_RECORD, RD_KAFKA_RESP_ERR_INVALID_MSG,
        ]
        for error in refusals {
            guard case .refused = KafkaTrouble.fate(error, detail: "") else { return #expect(Bool(false), "\(error)") }
        }
        let failures = [
            RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__PURGE_QUEUE, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
            RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_UNKNOWN,
        ]
        for error in failures {
            guard case .failed = KafkaTrouble.fate(error, detail: "") else { return #expect(Bool(false), "\(error)") }
        }
        #expect(KafkaTrouble.fate(RD_KAFKA_RESP_ERR_NO_ERROR, detail: "") == .taken)
    }

    @Test("Settings name their mistakes")
    func settings() {
        #expect(KafkaSettings(brokers: ["a:9092", "[::1]:9092", "10.0.0.1:1"]).validate() == [])
        var settings = KafkaSettings(brokers: [])
        (settings.topic, settings.timeout) = ("a b", 0)
        #expect(settings.validate().map(\.key) == ["brokers", "topic", "timeout"])
        for broker in ["a", "a:0", "a:99999", "u:p@a:9092", "kafka://a:9092", ":9092", "a,b:9092", "::1:9092"] {
            #expect(KafkaSettings(brokers: [broker]).validate().map(\.key) == ["brokers"], "\(broker)")
        }
        for topic in ["", ".", "..", "a/b", String(repeating: "a", count: 250)] {
            var settings = KafkaSettings(brokers: ["a:9092"])
            settings.topic = topic
            #expect(settings.validate().map(\.key) == ["topic"], "\(topic)")
        }
    }
}
