import Delivery
import Foundation
import Linkage
import MQTTSink
import TestSupport
import Testing
import WebhookSink

/// The ways to the controller of a lift, at whose ends are a real broker and a web server.
@Suite("Lift doors: by MQTT and by POST")
struct DoorLineTests {
    private static let topic = "tocsin/lifts/3-1/door"
    private static let held = DoorWord(lift: "lift", holdFor: DoorLease(alarm: "a", seconds: 3))
    private static let free = DoorWord(lift: "lift", freeAfter: "a")
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A broker and the way to a controller by it, which reads where `reads`.
    private func withBroker(
        reads: Bool = true, _ body: (MQTTFarEnd, MQTTDoor) async throws -> Void
    ) async throws {
        let far = try MQTTFarEnd(in: folder, settings: "")
        defer { far.end() }
        try await far.startBroker()
        if reads { try await far.startReader() }
        try await body(far, MQTTDoor(lift: "lift", site: "garden", far.settings(), topic: Self.topic))
    }

    /// What the controller has heard by the broker: bodies.
    private func heard(_ far: MQTTFarEnd) throws -> [[String: Any]] {
        try far.lines().filter { $0.hasPrefix(Self.topic + " ") }.compactMap { line in
            let digits = Array(line.split(separator: " ").last ?? "")
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            return (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
        }
    }

    private func holds(_ far: MQTTFarEnd) throws -> [Bool] { try heard(far).compactMap { $0["hold"] as? Bool } }

    @Test("MQTT: words arrive in order; a lost connection is followed by the last will, which lets go")
    func will() async throws {
        try await withBroker { far, door in
            try await door.say(Self.held)
            try await door.say(Self.free)
            try await door.say(Self.held)
            try await until("they have arrived", within: 20) { try holds(far) == [true, false, true] }
            let lease = try #require(try heard(far).first)
            #expect(lease["seconds"] as? Int == 3 && lease["lift"] as? String == "lift")
            #expect(lease["alarmID"] as? String == "a" && lease["until"] is String)
            far.cut()
            try await until("the last will lets go", within: 20) { try holds(far) == [true, false, true, false] }
            await #expect(throws: DeliveryFailure.self, "a lost connection is a doubt") {
                try await door.say(Self.held)
            }
            try await door.say(Self.free)
            try await until("it is connected again", within: 20) {
                try holds(far) == [true, false, true, false, false]
            }
        }
    }

    @Test("MQTT: whoever comes later hears of no lease: none is retained")
    func retainsNothing() async throws {
        try await withBroker { far, door in
            try await door.say(Self.held)
            let late = LocalServer(
                "/usr/bin/mosquitto_sub",
                ["-p", "\(far.ports[0])", "-u", "tocsin", "-P", "secret-right", "-t", Self.topic, "-t", "mark"],
                ports: [], output: folder.file("late"))
            try await late.start()
            defer { late.kill() }
            let text = { (try? String(contentsOfFile: folder.file("late"), encoding: .utf8)) ?? "" }
            try await until("the latecomer listens", within: 20) {
                try far.tell("mark", "here")
                return text().contains("here")
            }
            #expect(!text().contains("hold"))
        }
    }

    @Test("MQTT: a controller that does not listen, a wrong password and a broker that is gone are failures in words")
    func failures() async throws {
        try await withBroker(reads: false) { far, door in
            let nobody = await #expect(throws: DeliveryFailure.self) { try await door.say(Self.free) }
            #expect(nobody?.reason.contains("nobody has subscribed to \(Self.topic)") == true)
            try await far.startReader()
            try await door.say(Self.free)
            let wrong = MQTTDoor(lift: "other", site: "garden", far.settings(.wrongPassword), topic: Self.topic)
            let refused = await #expect(throws: DeliveryFailure.self) { try await wrong.say(Self.free) }
            #expect(refused?.reason.contains("secret") == false, "\(String(describing: refused))")
            #expect(try await far.suffer(.killed))
            await #expect(throws: DeliveryFailure.self) { try await door.say(Self.held) }
            try await far.mend()
            try await door.say(Self.free)
        }
    }

    @Test("MQTT: a broker that goes silent is a failure before a lease of three seconds ends")
    func silent() async throws {
        try await withBroker { far, _ in
            // A busy machine adds what it likes.
            var shortest = Duration.seconds(3600)
            for number in 0..<3 where shortest >= .seconds(3) {
                let door = MQTTDoor(lift: "lift-\(number)", site: "garden", far.settings(), topic: Self.topic)
                try await until("the broker takes a word", within: 20) { (try? await door.say(Self.held)) != nil }
                #expect(try await far.suffer(.silent))
                let began = ContinuousClock.now
                await #expect(throws: DeliveryFailure.self) { try await door.say(Self.held) }
                shortest = min(shortest, ContinuousClock.now - began)
                try await far.mend()
            }
            #expect(shortest < .seconds(3))
        }
    }

    @Test("POST: a word is signed as alarms are, and is no event")
    func request() async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        let door = WebhookDoor(lift: "lift", far.settings())
        try await door.say(Self.held)
        try await door.say(Self.free)
        let requests = try far.requests()
        #expect(requests.map { $0.headers["Content-Type"] } == ["application/json", "application/json"])
        #expect(requests.allSatisfy { $0.headers["Tocsin-Event-Id"] == nil })
        #expect(requests.allSatisfy { $0.headers["Authorization"] == "Bearer secret-token" })
        #expect(requests.allSatisfy { $0.headers["Tocsin-Signature"] != nil }, "the server has verified it")
        let bodies = requests.compactMap { try? JSONSerialization.jsonObject(with: $0.body) as? [String: Any] }
        #expect(bodies.map { $0["hold"] as? Bool } == [true, false])
        #expect(bodies.first?["seconds"] as? Int == 3 && bodies.last?["seconds"] == nil)
    }

    @Test(
        "POST: any answer but 2xx, and none within 1.5 s, is a failure that shows no secret",
        arguments: ["status/400", "status/503", "redirect", "echo", "cut", "silent", "garbage"])
    func answers(path: String) async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        let door = WebhookDoor(lift: "lift", far.settings(path: path))
        // A busy machine adds what it likes.
        var shortest = Duration.seconds(3600)
        for _ in 0..<3 where shortest >= .seconds(3) {
            let began = ContinuousClock.now
            let failure = await #expect(throws: DeliveryFailure.self) { try await door.say(Self.held) }
            shortest = min(shortest, ContinuousClock.now - began)
            #expect(failure.map { !$0.reason.contains("secret") } == true)
        }
        #expect(shortest < .seconds(3))
    }

    @Test("POST: a server that is gone is a failure, and one that is back is none")
    func away() async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        let door = WebhookDoor(lift: "lift", far.settings())
        try await door.say(Self.free)
        #expect(try far.suffer(.killed))
        await #expect(throws: DeliveryFailure.self) { try await door.say(Self.held) }
        try await far.mend()
        try await door.say(Self.free)
    }

    @Test("A door that is held lets go by itself when its controller falls silent, and recovers")
    func leased() async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        let door = LeasedDoor(lift: "lift", line: WebhookDoor(lift: "lift", far.settings()))
        try await until("the controller has answered", within: 20) { door.trouble == nil }
        let lease = DoorLease(alarm: "a", seconds: 3)
        try await until("it is held", within: 20) {
            door.keep(lease)
            return try far.received().count >= 2
        }
        #expect(try far.suffer(.killed))
        try await until("silence is a doubt", within: 20) {
            door.keep(lease)
            return door.trouble != nil
        }
        try await far.mend()
        try await until("it has taken that the door is free", within: 20) {
            door.keep(nil)
            return door.trouble == nil
        }
        let bodies = try far.received().map { String(decoding: $0, as: UTF8.self) }
        #expect(bodies.last == #"{"alarmID":"a","hold":false,"lift":"lift"}"#)
        await door.close()
    }
}
