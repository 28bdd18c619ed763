/// Finds the messages in what comes over TCP, one after the other, in pieces of any size.
struct SIPFraming {
    private var waiting: [UInt8] = []
    /// The message of which the body is not there yet, and how long that will be.
    private var begun: (message: SIPMessage, length: Int)?

    /// The messages that are complete with `bytes`. Throws where the stream makes no sense any more: there is no way
    /// to find the next message.
    mutating func messages(with bytes: some Sequence<UInt8>) throws(SIPFault) -> [SIPMessage] {
        waiting += bytes
        var found: [SIPMessage] = []
        var rest = waiting[...]
        while let message = try next(in: &rest) { found.append(message) }
        waiting = Array(rest)
        return found
    }

    private mutating func next(in rest: inout ArraySlice<UInt8>) throws(SIPFault) -> SIPMessage? {
        if begun == nil {
            // Blank lines between messages keep the connection alive.
            rest = rest.drop { $0 == 0x0D || $0 == 0x0A }
            guard let end = SIPMessage.endOfHead(in: rest) else {
                guard rest.count <= SIPMessage.longestHead else { throw .tooLong }
                return nil
            }
            let message = try SIPMessage(head: rest[..<end])
            begun = (message, try message.bodyLength() ?? 0)
            rest = rest[end...]
        }
        guard let begun, rest.count >= begun.length else { return nil }
        var message = begun.message
        message.body = Array(rest.prefix(begun.length))
        rest = rest.dropFirst(begun.length)
        self.begun = nil
        return message
    }
}
