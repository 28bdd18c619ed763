import Alarms
import Delivery
import Foundation
import TestSupport
import Testing

@testable import MQTTSink

@Suite("MQTT: against a broker that says what it is told to")
struct MQTTContraryTests {
    private func deliver(
        _ events: [StoredEvent], _ arguments: [String], change: (inout MQTTSettings) -> Void = { _ in }
    ) async throws -> DeliveryFailure? {
        let server = try TestServer("mqtt_server.py", arguments)
        defer { server.stop() }
        var settings = MQTTSettings(host: "127.0.0.1", port: server.port)
        settings.ackTimeout = 8
        change(&settings)
        let sink = MQTTSink(name: "centre", site: "garden", settings)
        do {
            try await sink.deliver(events)
            await sink.close()
            return nil
        } catch let failure as DeliveryFailure {
            await sink.close()
            return failure
        }
    }

    @Test("Everything acknowledged three times is delivered once and well")
    func thrice() async throws {
        #expect(try await deliver(alarms(0..<300), ["--times", "3"]) == nil)
    }

    @Test("A refusal without a reason is the event's fault only where others are taken", arguments: [0x80, 0x83])
    func withoutReason(code: Int) async throws {
        let events = try alarms(0..<10)
        let refuse = ["--refuse", "\(code)", "--word"]
        let one = try #require(try await deliver(events, refuse + [events[4].id]))
        #expect(one.fault == .event && one.delivered == 4)
        let alone = try #require(try await deliver([events[4]], refuse + [events[4].id]))
        #expect(alone.fault == .event && alone.delivered == 0, "the state of the sink is taken still")
        let all = try #require(try await deliver(events, refuse + ["", "--all"]))
        #expect(all.fault == .farEnd && all.delivered == 0)
    }

    @Test("A broker of MQTT 3.1.1 alone is not spoken to in it unasked")
    func oldBroker() async throws {
        let failure = try #require(try await deliver(alarms(0..<1), ["--connack", "20020001"]))
        #expect(failure.fault == .farEnd && failure.reason.hasSuffix("set version: 3"))
    }

    @Test(
        "Refused and ended connections say why",
        arguments: [
            (["--connack", "2003008700"], "this user may not connect"), (["--connack", "2003008900"], "it is busy"),
            (["--end", "e0028b00"], "it is being shut down"), (["--end", "e0029500"], "larger than it takes"),
            (["--end", "e0028e00"], "same client id"),
            (["--connack", "485454502f312e31"], ""), (["--end", ""], "has acknowledged nothing"),
        ])
    func ended(arguments: [String], words: String) async throws {
        let silent = words == "has acknowledged nothing"
        let failure = try #require(
            try await deliver(alarms(0..<3), silent ? ["--times", "0"] : arguments) {
                if silent { $0.ackTimeout = 1 }
            })
        #expect(failure.fault == .farEnd && failure.delivered == 0)
        #expect(words.isEmpty || failure.reason.contains(words), "\(failure)")
    }

    @Test("An event over which the connection ends is found by sending one by one", arguments: ["e0029500", "40"])
    func poison(end: String) async throws {
        let events = try alarms(0..<10)
        let server = try TestServer("mqtt_server.py", ["--word", events[4].id, "--end", end])
        defer { server.stop() }
        let sink = MQTTSink(name: "centre", site: "garden", MQTTSettings(host: "127.0.0.1", port: server.port))
        let first = await #expect(throws: DeliveryFailure.self) { try await sink.deliver(events) }
        // A connection that ends without a word may be anything.
        let isNamed = end != "40"
        #expect(first?.fault == .farEnd)
        let rest = Array(events.dropFirst(first?.delivered ?? 0))
        let second = await #expect(throws: DeliveryFailure.self) { try await sink.deliver(rest) }
        #expect(second?.fault == (isNamed ? .event : .farEnd))
        #expect(!isNamed || rest.dropFirst(second?.delivered ?? 0).first == events[4])
        if isNamed { try await sink.deliver(Array(events[5...])) }
        await sink.close()
    }

    @Test("An event that a newer version wrote is sent all the same")
    func newerEvent() async throws {
        let newer = StoredEvent(sequence: 1, id: "1", json: Array(#"{"data":[]}"#.utf8))
        #expect(try await deliver([newer], []) == nil)
    }
}
