import Alarms
import Delivery
import Foundation
import TestSupport
import Testing

@testable import MQTTSink

@Suite("MQTT: against mosquitto")
struct MQTTBrokerTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A broker with these further settings, somebody who reads, and a sink.
    private func withBroker(
        _ lines: String = "", reads: Bool = true, change: (inout MQTTSettings) -> Void = { _ in },
        _ body: (MQTTFarEnd, MQTTSink) async throws -> Void
    ) async throws {
        let far = try MQTTFarEnd(in: folder, settings: lines)
        defer { far.end() }
        try await far.startBroker()
        if reads { try await far.startReader() }
        var settings = far.settings()
        change(&settings)
        let sink = MQTTSink(name: "centre", site: "garden", settings)
        await sink.open()
        try await body(far, sink)
        await sink.close()
    }

    /// The failure of a delivery.
    private func failure(_ sink: MQTTSink, _ events: [StoredEvent]) async throws -> DeliveryFailure {
        try #require(await #expect(throws: DeliveryFailure.self) { try await sink.deliver(events) })
    }

    @Test(
        "Either version delivers a batch in order, byte for byte, to the topic of camera and kind", arguments: [3, 5])
    func versions(version: Int) async throws {
        try await withBroker(change: { $0.version = .init(rawValue: version) ?? .v5 }) { far, sink in
            let events = try alarms(0..<50)
            try await sink.deliver(events)
            #expect(try await far.received() == events.map(\.json))
            let topics = Set(
                try far.lines().compactMap { $0.split(separator: " ").first }.filter { $0.contains("/alarms/") })
            #expect(topics == Set((0..<7).map { "tocsin/garden/alarms/camera-\($0)/thrown-object" }))
        }
    }

    @Test("A broker that wants few messages under way gets few, and all of them")
    func receiveMaximum() async throws {
        try await withBroker("max_inflight_messages 3") { far, sink in
            let events = try alarms(0..<200)
            try await sink.deliver(events)
            #expect(try await far.received() == events.map(\.json))
        }
    }

    @Test("MQTT 5 says what the message is, and which event")
    func properties() async throws {
        try await withBroker { far, sink in
            let reader = LocalServer(
                "/usr/bin/mosquitto_sub",
                [
                    "-V", "5", "-p", "\(far.ports[0])", "-u", "tocsin", "-P", "secret-right", "-t",
                    "tocsin/garden/#",
                ]
                    + ["-F", "%p|%C|%P|%F"], ports: [], output: folder.file("properties"))
            try await reader.start()
            defer { reader.kill() }
            let text = { try String(contentsOfFile: folder.file("properties"), encoding: .utf8) }
            try await until("it has subscribed", within: 20) { try text().contains("online|") }
            let event = try alarms(0..<1)[0]
            try await sink.deliver([event])
            let expected = "application/cloudevents+json; charset=utf-8|id:\(event.id)|1"
            try await until("the properties are right", within: 20) { try text().contains(expected) }
        }
    }

    @Test("The state is online while there is a sink, and offline when it has said goodbye or was cut off")
    func state() async throws {
        try await withBroker { far, sink in
            let states = {
                try far.lines().filter { $0.hasPrefix("tocsin/garden/status ") }
                    .map { $0.hasSuffix(" 6f6e6c696e65") ? "online" : "offline" }
            }
            try await until("it is online before there is any alarm", within: 20) { try states() == ["online"] }
            far.cut()
            // It may be back already when somebody looks.
            try await until("the last will is published", within: 20) {
                try states().prefix(2) == ["online", "offline"]
            }
            try await until("it comes back by itself", within: 20) { try states().last == "online" }
            await sink.close()
            try await until("it has said goodbye", within: 20) { try states().last == "offline" }
        }
    }

    @Test("An alarm that nobody has subscribed to is not delivered until somebody has")
    func nobody() async throws {
        try await withBroker(reads: false) { far, sink in
            let events = try alarms(0..<3)
            let failure = try await failure(sink, events)
            #expect(failure.fault == .farEnd && failure.delivered == 0)
            #expect(failure.reason.contains("nobody has subscribed to tocsin/garden/alarms/camera-0/thrown-object"))
            try await far.startReader()
            try await sink.deliver(events)
            #expect(try await far.received() == events.map(\.json))
        }
    }

    @Test(
        "An event larger than the broker takes is refused by itself",
        arguments: ["max_packet_size", "message_size_limit"])
    func oversized(limit: String) async throws {
        try await withBroker("\(limit) 3000") { far, sink in
            let small = try alarms(0..<4)
            let failure = try await failure(
                sink, small[..<2] + [try event(9, detail: String(repeating: "x", count: 5000))] + small[2...])
            #expect(failure.fault == .event && failure.delivered == 2)
            try await sink.deliver(Array(small[2...]))
            #expect(Set(try await far.received()) == Set(small.map(\.json)))
        }
    }

    @Test("What may be sent can be limited here, for brokers that cannot say what they take")
    func ownLimit() async throws {
        try await withBroker(change: { ($0.version, $0.maximumBytes) = (.v3, 3000) }) { far, sink in
            let events = try alarms(0..<1) + [event(9, detail: String(repeating: "x", count: 5000))]
            let failure = try await failure(sink, events)
            #expect(failure.fault == .event && failure.delivered == 1)
            #expect(try await far.received() == [events[0].json])
        }
    }

    @Test("A user without the right to publish sets nothing aside, and the topic is named")
    func accessList() async throws {
        let list = folder.file("access")
        let rules = "user tocsin\ntopic readwrite tocsin/garden/status\ntopic read #\n"
        try rules.write(toFile: list, atomically: true, encoding: .utf8)
        try await withBroker("acl_file \(list)") { far, sink in
            let failure = try await failure(sink, alarms(0..<2))
            #expect(failure.fault == .farEnd && failure.delivered == 0)
            #expect(failure.reason.contains("may not publish to tocsin/garden/alarms/camera-0/thrown-object"))
        }
    }

    @Test("Another client of the same id is named as what it is")
    func takenOver() async throws {
        try await withBroker { far, sink in
            try await sink.deliver(alarms(0..<1))
            let thief = LocalServer(
                "/usr/bin/mosquitto_sub",
                [
                    "-p", "\(far.ports[0])", "-u", "tocsin", "-P", "secret-right", "-i", "tocsin-garden-centre", "-t",
                    "x",
                ],
                ports: [], output: folder.file("thief"))
            try await thief.start()
            defer { thief.kill() }
            try await until("one of many deliveries finds out", within: 30) {
                do { try await sink.deliver(alarms(0..<1)) } catch {
                    return "\(error)".contains("another client uses this client id")
                }
                return false
            }
        }
    }

    @Test("Away: the reason is in words, and what was not sent is sent later")
    func away() async throws {
        try await withBroker { far, sink in
            #expect(try await far.suffer(.killed))
            let failure = try await failure(sink, alarms(0..<5))
            #expect(failure.fault == .farEnd && failure.delivered == 0 && failure.reason.hasPrefix("127.0.0.1:"))
            try await far.mend()
            try await sink.deliver(alarms(0..<5))
            #expect(try await far.received().count == 5)
        }
    }
}
