import Alarms
import Delivery
import Testing
import VideoCore

@testable import WebhookSink

@Suite("Webhook: what is decided without a server")
struct WebhookDecisionTests {
    @Test(
        "What each status means",
        arguments: [
            (200, nil), (202, nil), (204, nil), (299, nil), (301, .farEnd), (304, .farEnd), (307, .farEnd),
            (400, .event),
            (401, .farEnd), (403, .farEnd), (404, .farEnd), (405, .farEnd), (408, .farEnd), (409, .event),
            (410, .farEnd),
            (413, .event), (415, .event), (418, .event), (422, .event), (425, .farEnd), (429, .farEnd), (500, .farEnd),
            (501, .farEnd), (503, .farEnd), (599, .farEnd), (999, .farEnd), (100, .farEnd),
        ] as [(Int, DeliveryFailure.Fault?)])
    func statuses(status: Int, fault: DeliveryFailure.Fault?) {
        var lanes = CameraLanes(cameras: ["a"], parallel: 1)
        let place = lanes.begin()
        lanes.settle(place ?? 0, WebhookVerdict(status: status, words: "words", retryAfter: 7))
        #expect(lanes.refusal?.fault == fault)
        #expect(lanes.isComplete == (fault == nil))
    }

    @Test("A status for people to act on says what to do")
    func remedies() {
        for (status, word) in [(401, "check its token"), (403, "right"), (404, "path of `url`"), (308, "new address")] {
            guard case .failed(_, let reason, _) = WebhookVerdict(status: status) else { return #expect(Bool(false)) }
            #expect(reason.contains(word) && reason.contains("\(status)"))
        }
    }

    @Test(
        "Retry-After is a number of seconds or a date, an hour at most",
        arguments: [
            ("0", 0), ("120", 120), (" 5 ", 5), ("7200", 3600), ("99999999999999999999", 3600), ("-5", nil),
            ("1.5", nil),
            ("", nil), ("soon", nil), ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:00 GMT", 0),
            ("Mon, 07 Nov 1994 08:49:37 GMT", 3600), ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("١٢", nil),
            (String(repeating: "9", count: 5000), 3600),
        ] as [(String, Double?)])
    func retryAfter(text: String, seconds: Double?) {
        // 1994-11-06T08:49:00Z
        let now = WallTime(secondsSince1970: 784_111_740)
        #expect(RetryAfter.seconds(in: text, now: now) == seconds)
    }

    @Test("The signature is that which openssl dgst -sha256 -hmac computes")
    func signature() {
        let body = Array(#"{"id":"1"}"#.utf8)
        let first = Secret("an example secret of 32 bytes ok")
        let code = "6cd230b855a984218ed325de376635f2a30ebaf6f059db4083eccc0001ccd8a5"
        #expect(
            WebhookSignature.header(of: body, at: 1_790_000_000, secrets: [first]) == "t=1790000000,v1=\(code)")
        let both = WebhookSignature.header(of: body, at: 1_790_000_000, secrets: [first, Secret("another")])
        #expect(both.hasPrefix("t=1790000000,v1=\(code),v1="))
    }

    @Test("Of each camera one at a time and in order, of others side by side, no more than allowed")
    func lanes() {
        var lanes = CameraLanes(cameras: ["a", "a", "b", "c", "a"], parallel: 2)
        #expect([lanes.begin(), lanes.begin(), lanes.begin()] == [0, 2, nil])
        lanes.settle(2, .taken)
        #expect(lanes.begin() == 3)
        #expect(lanes.delivered == 0)
        lanes.settle(0, .taken)
        #expect([lanes.begin(), lanes.begin()] == [1, nil])
        lanes.settle(1, .taken)
        lanes.settle(3, .taken)
        #expect(lanes.begin() == 4 && lanes.delivered == 4)
        lanes.settle(4, .taken)
        #expect(lanes.isComplete && lanes.begin() == nil && lanes.refusal == nil)
    }

    @Test("Behind a failure nothing is begun, before it everything; the first to fail is told")
    func failing() {
        let late = WebhookVerdict.failed(.farEnd, reason: "late")
        let early = WebhookVerdict.failed(.event, reason: "early", retryAfter: 3)
        var lanes = CameraLanes(cameras: ["a", "a", "b", "c", "b"], parallel: 3)
        #expect([lanes.begin(), lanes.begin(), lanes.begin()] == [0, 2, 3])
        lanes.settle(3, late)
        lanes.settle(2, .taken)
        #expect(lanes.begin() == nil, "4 lies behind the failure")
        lanes.settle(0, .taken)
        #expect(lanes.begin() == 1)
        lanes.settle(1, early)
        #expect(lanes.begin() == nil && lanes.delivered == 1)
        let expected = DeliveryFailure(delivered: 1, fault: .event, reason: "early", retryAfter: 3)
        #expect(lanes.refusal == expected)
    }

    @Test("When the time is over nothing is begun, and nothing refused")
    func stopped() {
        var lanes = CameraLanes(cameras: ["a", "a"], parallel: 3)
        _ = lanes.begin()
        lanes.stop()
        lanes.settle(0, .taken)
        #expect(lanes.begin() == nil && lanes.delivered == 1 && lanes.refusal == nil && !lanes.isComplete)
    }

    @Test("What a far end says is shown on one line, without what is secret")
    func shown() {
        let words = ShownWords.of(
            Array("no\u{1B}[31m\r\n token-word\u{202E} \u{0}yes".utf8), hiding: [Secret("token-word")])
        #expect(words == "no [31m (hidden) yes")
        #expect(ShownWords.of(Array(repeating: 0x61, count: 4000), hiding: []).count == 200)
        #expect(ShownWords.of([0xFF, 0xFE], hiding: []).isEmpty == false)
    }

    @Test(
        "Plain http leads no further than this machine",
        arguments: [
            ("http://127.0.0.1/a", false), ("http://localhost:80/a", false), ("http://[::1]/a", false),
            ("HTTP://10.0.0.1/a", true), ("http://127.0.0.1.evil.example/a", true), ("https://centre.example", false),
        ])
    func plain(url: String, isPlain: Bool) {
        let settings = WebhookSettings(url: Secret(url))
        #expect(settings.isPlain == isPlain)
        #expect(settings.validate().isEmpty == !isPlain)
    }

    @Test("Settings name their mistakes, and never show the address")
    func settings() {
        var settings = WebhookSettings(url: Secret("ftp://user:secret@centre.example/key"))
        (settings.secret, settings.token, settings.timeout, settings.parallel) = (Secret("short"), Secret("a b"), 0, 0)
        #expect(settings.validate().map(\.key) == ["url", "url", "secret", "token", "timeout", "parallel"])
        #expect(!"\(settings.validate())".contains("key)"))
        #expect(settings.place == "ftp://centre.example")
        settings = WebhookSettings(url: Secret("https://a.example"))
        settings.secondSecret = Secret("0123456789abcdef")
        #expect(settings.validate().map(\.key) == ["secondSecret"])
    }
}
