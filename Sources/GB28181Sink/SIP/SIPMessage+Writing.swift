/// Writes strictly: CR LF, long names, the length of the body, and nothing in a header that could end it.
extension SIPMessage {
    /// The message as it goes over the wire.
    var bytes: [UInt8] {
        var text = ""
        switch start {
        case .request(let method, let uri): text += "\(method) \(Self.harmless(uri)) SIP/2.0\r\n"
        case .response(let status, let reason): text += "SIP/2.0 \(status) \(Self.harmless(reason))\r\n"
        }
        for header in headers where header.name.lowercased() != "content-length" {
            text += "\(header.name): \(Self.harmless(header.value))\r\n"
        }
        text += "Content-Length: \(body.count)\r\n\r\n"
        return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } + body
    }

    /// The response to this request with `status`. `tag` is this side's, for a request that has begun nothing yet.
    func response(_ status: Int, _ reason: String, tag: String) -> SIPMessage {
        var response = SIPMessage(status: status, reason: reason)
        response.headers = headers.filter { ["via", "from", "to", "call-id", "cseq"].contains($0.name.lowercased()) }
        if let to = response["To"], to.parameter("tag") == nil { response["To"] = to + ";tag=\(tag)" }
        return response
    }

    private static func harmless(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\t" }))
    }
}
