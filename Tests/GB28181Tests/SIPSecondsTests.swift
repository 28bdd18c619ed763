import Testing

@testable import GB28181Sink

@Suite("Seconds in header fields")
struct SIPSecondsTests {
    @Test(
        "Digits are seconds, and nothing else is",
        arguments: [
            ("3600", 3600), (" 60", 60), ("0", 0), ("60;duration=2", 60), ("60 (busy)", 60),
            ("9999999999", 9_999_999_999),
            ("nan", nil), ("inf", nil), ("1e400", nil), ("-1", nil), ("0x10", nil), ("", nil), ("1.5", nil),
            ("99999999999", nil), ("²", nil), (nil, nil),
        ] as [(String?, Double?)])
    func read(text: String?, seconds: Double?) {
        #expect(SIPSeconds.read(text) == seconds)
    }

    @Test("A platform that grants no number of seconds is taken to grant what was asked for")
    func grants() {
        var subscriptions = Registration(expires: 3600, keepalive: 60)
        subscriptions.accepted(for: SIPSeconds.read("nan"), at: 0)
        #expect(subscriptions.due(at: 2399) != .register && subscriptions.due(at: 2400) == .register)
    }
}
