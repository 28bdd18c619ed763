import Testing

@testable import GB28181Sink

@Suite("Subscriptions")
struct SubscriptionsTests {
    private func subscribe(_ call: String, expires: String? = "60", _ elements: String = "") -> SIPMessage {
        var request = SIPMessage(method: "SUBSCRIBE", uri: "sip:1@2")
        request["From"] = "<sip:platform@a>;tag=p"
        request["To"] = "<sip:device@a>"
        request["Call-ID"] = call
        request["Contact"] = "<sip:platform@192.0.2.1:5060>"
        request["Event"] = "presence"
        request["Expires"] = expires
        request.body = Array("<Query><CmdType>Alarm</CmdType><SN>1</SN>\(elements)</Query>".utf8)
        return request
    }

    @Test("What it takes to notify is kept, and each notification is counted")
    func taken() throws {
        var subscriptions = Subscriptions()
        #expect(subscriptions.take(subscribe("c1"), tag: "t", at: 0) == 60)
        let next = subscriptions.next(priority: 2, method: 5, at: 1)
        let first = try #require(next)
        #expect(first.local == "<sip:device@a>;tag=t" && first.remote == "<sip:platform@a>;tag=p")
        #expect(first.target == "sip:platform@192.0.2.1:5060" && first.event == "presence" && first.sequence == 1)
        #expect(subscriptions.next(priority: 2, method: 5, at: 1)?.sequence == 2)
        #expect(subscriptions.next(priority: 2, method: 5, at: 60) == nil, "it is over")
    }

    @Test("It is renewed and ended, as often as the platform likes")
    func renewed() {
        var subscriptions = Subscriptions()
        _ = subscriptions.take(subscribe("c1"), tag: "t", at: 0)
        #expect(subscriptions.take(subscribe("c1", expires: "600"), tag: "u", at: 50) == 600)
        #expect(subscriptions.next(priority: 1, method: 5, at: 640)?.local == "<sip:device@a>;tag=t")
        #expect(subscriptions.take(subscribe("c1", expires: "0"), tag: "t", at: 641) == 0)
        #expect(subscriptions.all.isEmpty)
        #expect(subscriptions.take(subscribe("c2", expires: "0"), tag: "t", at: 641) == 0)
        #expect(subscriptions.all.isEmpty)
    }

    @Test(
        "Only alarms that are asked for go there",
        arguments: [
            ("", 4, 5, true), ("<AlarmMethod>0</AlarmMethod>", 4, 5, true),
            ("<AlarmMethod>5</AlarmMethod>", 4, 5, true),
            ("<AlarmMethod>25</AlarmMethod>", 4, 5, true), ("<AlarmMethod>2</AlarmMethod>", 4, 5, false),
            ("<StartAlarmPriority>1</StartAlarmPriority><EndAlarmPriority>3</EndAlarmPriority>", 3, 5, true),
            ("<StartAlarmPriority>1</StartAlarmPriority><EndAlarmPriority>3</EndAlarmPriority>", 4, 5, false),
            ("<StartAlarmPriority>0</StartAlarmPriority><EndAlarmPriority>0</EndAlarmPriority>", 4, 5, true),
            ("<StartAlarmPriority>3</StartAlarmPriority><EndAlarmPriority>1</EndAlarmPriority>", 3, 5, true),
        ])
    func filter(elements: String, priority: Int, method: Int, isWanted: Bool) {
        var subscriptions = Subscriptions()
        _ = subscriptions.take(subscribe("c", elements), tag: "t", at: 0)
        #expect((subscriptions.next(priority: priority, method: method, at: 1) != nil) == isWanted)
    }

    @Test("There is an end to how many there are and how long they last")
    func bounds() {
        var subscriptions = Subscriptions()
        #expect(subscriptions.take(subscribe("long", expires: "9999999"), tag: "t", at: 0) == 86400)
        for number in 1..<Subscriptions.most { _ = subscriptions.take(subscribe("\(number)"), tag: "t", at: 0) }
        #expect(subscriptions.take(subscribe("one too many"), tag: "t", at: 0) == nil)
        #expect(subscriptions.take(subscribe("after some are over"), tag: "t", at: 61) == 60)
        var nothing = subscribe("nothing")
        nothing.body = []
        #expect(subscriptions.take(nothing, tag: "t", at: 61) == nil)
    }

    @Test("One of the catalogue gets no alarms")
    func catalogue() {
        var request = subscribe("c")
        request.body = Array("<Query><CmdType>Catalog</CmdType><SN>1</SN></Query>".utf8)
        var subscriptions = Subscriptions()
        #expect(subscriptions.take(request, tag: "t", at: 0) == 60)
        #expect(subscriptions.next(priority: 1, method: 5, at: 1) == nil)
    }
}
