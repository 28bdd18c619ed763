import TestSupport
import Testing

@testable import GB28181Sink

@Suite("Damaged input ends nothing")
struct FuzzTests {
    private static let seeds = [
        "MESSAGE sip:1@2 SIP/2.0\r\nVia: SIP/2.0/UDP h:1;rport;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
            + "To: <sip:c@d>\r\nCall-ID: 1\r\nCSeq: 1 MESSAGE\r\nContent-Length: 73\r\n\r\n"
            + "<?xml version=\"1.0\"?><Query><CmdType>Catalog</CmdType><SN>1</SN></Query>\r\n",
        "SIP/2.0 401 Unauthorized\r\nv: SIP/2.0/TCP h;branch=z9\r\nCSeq: 2 REGISTER\r\n"
            + "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", qop=\"auth,auth-int\", algorithm=MD5, stale=true\r\n\r\n",
        "SUBSCRIBE sip:1@2 SIP/2.0\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: 9\r\nEvent: presence\r\n"
            + " ;id=4\r\nExpires: 90\r\nContact: <sip:a@1.2.3.4:5>\r\nl: 60\r\n\r\n"
            + "<Query><CmdType>Alarm</CmdType><StartAlarmPriority>9</StartAlarmPriority><A>",
    ].map { Array($0.utf8) }

    private static let pieces = [
        "\r\n", "\n", ":", ";", "=", "\"", "<", ">", "</", "&amp;", " ", "\0", "\u{FFFF}", "99999999999999999999",
    ]
    .map { Array($0.utf8) }

    private func mutated(_ seed: [UInt8], using random: inout Seeded) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0..<max(bytes.count, 1), using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1:
                bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: min(place, bytes.count))
            case 2: bytes = Array(bytes.prefix(place))
            case 3 where !bytes.isEmpty: bytes.removeSubrange(place..<min(place + 9, bytes.count))
            default: bytes += bytes.suffix(place)
            }
        }
        return Array(bytes.prefix(100_000))
    }

    @Test("20,000 damaged messages, bodies and headers: each is read or refused, and what is read can be written")
    func messages() throws {
        var random = Seeded(state: 28181)
        var read = 0
        let began = ContinuousClock.now
        for round in 0..<20_000 {
            let bytes = mutated(Self.seeds[round % Self.seeds.count], using: &random)
            _ = HeardCommand(bytes)
            _ = DigestChallenge(String(decoding: bytes, as: UTF8.self))
            var framing = SIPFraming()
            _ = try? framing.messages(with: bytes)
            guard let message = try? SIPMessage(datagram: bytes) else { continue }
            read += 1
            var subscriptions = Subscriptions()
            _ = subscriptions.take(message, tag: "t", at: 0)
            _ = DigestChallenge.best(of: message.all("WWW-Authenticate"))
            _ = PlatformRequest(message).status
            _ = message.response(200, "OK", tag: "t").bytes
            let again = try SIPMessage(datagram: message.bytes)
            #expect(again.body == message.body && again.bytes == message.bytes)
        }
        #expect(read > 1000, "some of them are messages still")
        #expect(ContinuousClock.now - began < .seconds(60))
    }

    @Test("A stream that is damaged ends the connection, or brings messages")
    func streams() {
        var random = Seeded(state: 5)
        for _ in 0..<2000 {
            var framing = SIPFraming()
            let stream = mutated(Self.seeds[0] + Self.seeds[1] + Self.seeds[0], using: &random)
            var start = 0
            while start < stream.count {
                let end = min(start + Int.random(in: 1...400, using: &random), stream.count)
                guard (try? framing.messages(with: stream[start..<end])) != nil else { break }
                start = end
            }
        }
    }

    @Test("What would take long if it were read without bounds is refused or read at once")
    func bombs() {
        let began = ContinuousClock.now
        let deep = Array(String(repeating: "<a>", count: 80_000).utf8)
        #expect(HeardCommand(deep)?.root == "a")
        #expect(HeardCommand(Array(repeating: 0x3C, count: 300_000)) == nil, "longer than a body may be")
        _ = HeardCommand(Array(repeating: 0x3C, count: 200_000))
        _ = HeardCommand(Array(repeating: 0xFF, count: 200_000))
        _ = DigestChallenge("Digest " + String(repeating: "a=\"", count: 5000))
        #expect(throws: SIPFault.tooLong) { try SIPMessage(datagram: Array(repeating: 0x41, count: 300_000)) }
        #expect(ContinuousClock.now - began < .seconds(10))
    }
}
