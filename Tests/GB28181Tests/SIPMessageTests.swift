import Testing

@testable import GB28181Sink

@Suite("SIP is read leniently and written strictly")
struct SIPMessageTests {
    private static let query = """
        MESSAGE sip:34020000001180000001@3402000000 SIP/2.0\r
        Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK12\r
        From: <sip:34020000002000000001@3402000000>;tag=9\r
        To: <sip:34020000001180000001@3402000000>\r
        Call-ID: 77\r
        CSeq: 4 MESSAGE\r
        Content-Type: Application/MANSCDP+xml\r
        Content-Length: 5\r
        \r
        <a/>\n
        """

    private func message(_ text: String) throws -> SIPMessage { try SIPMessage(datagram: Array(text.utf8)) }

    @Test("A request is read and printed again as it was")
    func request() throws {
        let message = try message(Self.query)
        #expect(message.start == .request(method: "MESSAGE", uri: "sip:34020000001180000001@3402000000"))
        #expect(message.method == "MESSAGE" && message.status == nil)
        #expect(message["call-id"] == "77")
        #expect(message.transaction == "z9hG4bK12 MESSAGE")
        #expect(message.body == Array("<a/>\n".utf8))
        #expect(message.bytes == Array(Self.query.utf8))
    }

    @Test("A response to it has its Via, From, To, Call-ID and CSeq, and a tag")
    func response() throws {
        let response = try message(Self.query).response(405, "Method Not Allowed", tag: "t1")
        let expected = """
            SIP/2.0 405 Method Not Allowed\r
            Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK12\r
            From: <sip:34020000002000000001@3402000000>;tag=9\r
            To: <sip:34020000001180000001@3402000000>;tag=t1\r
            Call-ID: 77\r
            CSeq: 4 MESSAGE\r
            Content-Length: 0\r
            \r

            """
        #expect(String(decoding: response.bytes, as: UTF8.self) == expected)
        let read = try SIPMessage(datagram: response.bytes)
        #expect(read.status == 405 && read.reasonShown == "405 Method Not Allowed")
        #expect(read.response(200, "OK", tag: "t2")["To"] == "<sip:34020000001180000001@3402000000>;tag=t1")
    }

    @Test(
        "Other ways of writing the same are understood",
        arguments: [
            ("\r\n\r\nSIP/2.0 200 OK\r\nCall-ID: 1\r\n\r\n", "Call-ID", "1"),
            ("SIP/2.0 200 OK\nCall-ID: 1\n\n", "Call-ID", "1"),
            ("SIP/2.0 200\r\nCall-ID: 1\r\n\r\n", "Call-ID", "1"),
            ("sip/2.0 200 OK\r\ncall-id \t:  1  \r\n\r\n", "Call-ID", "1"),
            ("SIP/2.0 200 OK\r\ni: 1\r\n\r\n", "Call-ID", "1"),
            ("SIP/2.0 200 OK\r\nv: a;branch=b\r\n\r\n", "Via", "a;branch=b"),
            ("SIP/2.0 200 OK\r\nContact: <sip:a@b>\r\n ;expires=60\r\n\r\n", "Contact", "<sip:a@b> ;expires=60"),
            ("SIP/2.0 200 OK\r\nCall-ID: 1", "Call-ID", "1"),
        ])
    func lenient(text: String, name: String, value: String) throws {
        #expect(try message(text)[name] == value)
    }

    @Test(
        "What is no message is refused with the reason",
        arguments: [
            ("", SIPFault.startLine), ("hello", .startLine), ("SIP/2.0 20 OK\r\n\r\n", .startLine),
            ("GET / HTTP/1.1\r\n\r\n", .startLine), ("MESSAGE sip:a@b\r\n\r\n", .startLine),
            ("ME5SAGE sip:a@b SIP/2.0\r\n\r\n", .startLine), ("SIP/2.0 200 OK\r\nno colon\r\n\r\n", .header),
            ("SIP/2.0 200 OK\r\n: nameless\r\n\r\n", .header),
            ("SIP/2.0 200 OK\r\nContent-Length: -1\r\n\r\n", .length),
            ("SIP/2.0 200 OK\r\nContent-Length: 5\r\n\r\nab", .length),
            ("SIP/2.0 200 OK\r\nl: 99999999\r\n\r\n", .tooLong),
            ("SIP/2.0 200 OK\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n", .tooLong),
            ("SIP/2.0 200 OK\r\n\(String(repeating: "a: b\r\n", count: 200))\r\n", .tooLong),
        ])
    func refused(text: String, fault: SIPFault) {
        #expect(throws: fault) { try message(text) }
    }

    @Test("Whatever bytes a header holds go back as they came")
    func bytesOfHeaders() throws {
        let name: [UInt8] = [0xB8, 0xDF, 0xFF, 0x80, 0x81, 0x85, 0x81, 0xA0]
        let text = Array("OPTIONS sip:a@b SIP/2.0\r\nFrom: ".utf8) + name + Array("\r\nContent-Length: 0\r\n\r\n".utf8)
        #expect(try SIPMessage(datagram: text).bytes == text)
    }

    @Test("No header can begin another")
    func injection() {
        var message = SIPMessage(status: 200, reason: "OK")
        message["X-A"] = "1\r\nX-B: 2"
        #expect(String(decoding: message.bytes, as: UTF8.self).hasPrefix("SIP/2.0 200 OK\r\nX-A: 1X-B: 2\r\nContent"))
    }

    @Test("Parameters are found, in quotation marks or without a value")
    func parameters() {
        let value = "<sip:a@b;x=1>;Expires=60 ; rport;q=\"a\""
        #expect(value.parameter("expires") == "60")
        #expect(value.parameter("rport") == "")
        #expect(value.parameter("q") == "a")
        #expect(value.parameter("none") == nil)
        #expect(value.uri == "sip:a@b;x=1" && "sip:a@b;tag=1".uri == "sip:a@b")
    }

    @Test("Over TCP messages are found one after the other, however they are cut")
    func framing() throws {
        let stream = Array(("\r\n\r\n" + Self.query + "\r\n" + Self.query + "SIP/2.0 200 OK\r\n\r\n" + Self.query).utf8)
        for size in [1, 2, 7, 64, 100, stream.count] {
            var framing = SIPFraming()
            var found: [SIPMessage] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                found += try framing.messages(with: stream[start..<min(start + size, stream.count)])
            }
            #expect(
                found.map { $0.method ?? "\($0.status ?? 0)" } == ["MESSAGE", "MESSAGE", "200", "MESSAGE"], "\(size)")
            #expect(found.filter { $0.method != nil }.allSatisfy { $0.body.count == 5 })
        }
    }

    @Test("A stream without an end of headers is given up")
    func endless() {
        var framing = SIPFraming()
        #expect(throws: SIPFault.tooLong) {
            for _ in 0..<20 { _ = try framing.messages(with: Array(repeating: 0x41, count: 1000)) }
        }
    }
}
