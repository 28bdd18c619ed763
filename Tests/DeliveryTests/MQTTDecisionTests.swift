import Alarms
import Delivery
import Testing
import VideoCore

@testable import MQTTSink

@Suite("MQTT: what is decided without a broker")
struct MQTTDecisionTests {
    @Test(
        "Topics have a level for each name, whatever is in it",
        arguments: [
            ("gate", "fire", "tocsin/garden/alarms/gate/fire"),
            ("a/b+c#d", "fire", "tocsin/garden/alarms/a_b_c_d/fire"),
            ("东门", "smoke", "tocsin/garden/alarms/东门/smoke"), ("", "fire", "tocsin/garden/alarms/_/fire"),
            ("a\u{0}b", "x/y", "tocsin/garden/alarms/a_b/x_y"),
        ])
    func topics(camera: String, kind: String, topic: String) {
        let topics = MQTTTopics(base: "tocsin", site: "garden")
        #expect(topics.alarms(camera: camera, kind: kind) == topic)
        #expect(topics.status == "tocsin/garden/status")
    }

    @Test(
        "The beginning of topics is checked",
        arguments: [
            ("tocsin", true), ("city/east", true), ("", false), ("/a", false), ("a/", false), ("a+", false),
            ("#", false),
            ("$SYS", false), ("a\u{7}", false), (String(repeating: "a", count: 201), false),
        ])
    func base(text: String, isFine: Bool) { #expect(MQTTTopics.isBase(text) == isFine) }

    @Test(
        "What each reason code means",
        arguments: [
            (0, nil, nil), (0x10, .farEnd, nil), (0x80, .farEnd, .event), (0x83, .farEnd, .event), (0x87, .farEnd, nil),
            (0x90, .farEnd, nil), (0x91, .farEnd, nil), (0x95, .event, nil), (0x97, .farEnd, nil), (0x99, .event, nil),
            (0xFF, .farEnd, nil),
        ] as [(Int32, DeliveryFailure.Fault?, DeliveryFailure.Fault?)])
    func codes(code: Int32, alone: DeliveryFailure.Fault?, amongOthers: DeliveryFailure.Fault?) {
        let verdict = MQTTVerdict(code: code, topic: "t", requireSubscriber: true)
        #expect(verdict.failure(after: 3, takesOthers: false)?.fault == alone)
        #expect(verdict.failure(after: 3, takesOthers: true)?.fault == amongOthers ?? alone)
        if alone != nil { #expect(verdict.failure(after: 3, takesOthers: true)?.delivered == 3) }
    }

    @Test("An alarm that nobody has subscribed to may count as delivered")
    func nobody() {
        #expect(MQTTVerdict(code: 0x10, topic: "t", requireSubscriber: false) == .taken)
    }

    @Test("No more than the window is under way, and all are waited for")
    func window() {
        var batch = MQTTBatch(count: 3, window: 2)
        #expect(batch.next == 0)
        batch.sent(as: 10)
        #expect(batch.next == 1)
        batch.sent(as: 11)
        #expect(batch.next == nil && !batch.isSettled)
        batch.acknowledged(11, .taken)
        #expect(batch.delivered == 0 && batch.next == 2)
        batch.sent(as: 12)
        batch.acknowledged(10, .taken)
        batch.acknowledged(10, .taken)
        #expect(batch.delivered == 2 && !batch.isComplete && !batch.isSettled)
        batch.acknowledged(12, .taken)
        #expect(batch.isComplete && batch.isSettled && batch.refusal == nil)
    }

    @Test("Behind a refusal nothing is begun, and what is delivered is counted up to it")
    func refusal() {
        let refused = MQTTVerdict.refused(.event, reason: "no")
        var batch = MQTTBatch(count: 4, window: 3)
        for id in 1...3 { batch.sent(as: Int32(id)) }
        batch.acknowledged(2, refused)
        #expect(batch.next == nil && !batch.isSettled && batch.refusal == nil, "the first may still come")
        batch.acknowledged(3, .taken)
        batch.acknowledged(1, .taken)
        #expect(batch.isSettled && batch.delivered == 1 && batch.refusal == refused && batch.tookAny)
    }

    @Test("An event that cannot be sent is the one that is refused")
    func unsendable() {
        var batch = MQTTBatch(count: 3, window: 3)
        batch.sent(as: 1)
        batch.refused(.refused(.event, reason: "large"))
        #expect(batch.next == nil && !batch.isSettled)
        batch.acknowledged(1, .taken)
        #expect(batch.isSettled && batch.delivered == 1 && batch.refusal == .refused(.event, reason: "large"))
    }

    @Test("An acknowledgement of something else changes nothing")
    func strangeAcknowledgement() {
        var batch = MQTTBatch(count: 1, window: 1)
        batch.sent(as: 5)
        batch.acknowledged(6, .taken)
        #expect(!batch.isSettled && batch.delivered == 0)
    }

    @Test("Refused connections say what to do", arguments: [MQTTSettings.Version.v3, .v5])
    func connections(version: MQTTSettings.Version) {
        let old = version == .v3
        #expect(MQTTCode.refusedConnection(old ? 4 : 0x86, version: version) == "user name or password is wrong")
        let otherVersion = MQTTCode.refusedConnection(old ? 1 : 0x84, version: version)
        #expect(otherVersion.contains("version: \(old ? 5 : 3)"))
        #expect(MQTTCode.refusedConnection(0x77, version: version).contains("0x77"))
    }

    @Test("The client id is made of what every broker takes, the same each time")
    func clientID() {
        #expect(MQTTSink.clientID(site: "garden", sink: "mqtt:a.example:1883") == "tocsin-garden-mqtt-a.example-1883")
    }

    @Test("Settings name their mistakes")
    func settings() {
        var settings = MQTTSettings(host: "", port: 0)
        (settings.topic, settings.keepAlive, settings.ackTimeout, settings.inFlight) = ("#", 1, 60, 0)
        (settings.maximumBytes, settings.password) = (1, .init("secret"))
        let keys = ["host", "port", "topic", "keepAlive", "ackTimeout", "inFlight", "maximumBytes", "password"]
        #expect(settings.validate().map(\.key) == keys)
        #expect(MQTTSettings(host: "a").validate() == [])
    }
}
