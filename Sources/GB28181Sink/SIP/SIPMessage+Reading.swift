/// Why bytes are no message.
enum SIPFault: Error, Hashable {
    /// Longer than anything a platform has to say.
    case tooLong
    /// The first line is neither a request's nor a response's.
    case startLine
    /// A line that is no header.
    case header
    /// A length that is no number, or more than there is.
    case length
}

/// Reads leniently: line ends without CR, blank lines in front, folded lines, compact names, blanks round the colon.
extension SIPMessage {
    /// Bytes of a body, at most.
    static let longestBody = 256 << 10
    /// Bytes before the body, at most.
    static let longestHead = 16 << 10
    /// Headers, at most.
    static let mostHeaders = 128

    /// The message in `datagram`; what follows the body that it announces is ignored.
    init(datagram: [UInt8]) throws(SIPFault) {
        let start = datagram.firstIndex { $0 != 0x0D && $0 != 0x0A } ?? datagram.endIndex
        let rest = datagram[start...]
        let end = Self.endOfHead(in: rest) ?? rest.endIndex
        try self.init(head: rest[..<end])
        let length = try bodyLength() ?? (rest.endIndex - end)
        guard length <= rest.endIndex - end else { throw .length }
        body = Array(rest[end..<(end + length)])
    }

    /// The message whose first line and headers are `head`; it has no body yet.
    init(head: ArraySlice<UInt8>) throws(SIPFault) {
        guard head.count <= Self.longestHead else { throw .tooLong }
        var lines = Self.unfolded(head)
        guard !lines.isEmpty else { throw .startLine }
        start = try Self.start(lines.removeFirst())
        guard lines.count <= Self.mostHeaders else { throw .tooLong }
        for line in lines {
            guard let colon = line.firstIndex(of: 0x3A) else { throw .header }
            let name = Self.text(line[..<colon]).trimmed
            guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { throw .header }
            headers.append(
                Header(name: SIPHeader.long(String(name)), value: String(Self.text(line[(colon + 1)...]).trimmed)))
        }
    }

    /// What `Content-Length` says; nil where there is none.
    func bodyLength() throws(SIPFault) -> Int? {
        guard let text = self["Content-Length"] else { return nil }
        guard let length = Int(text), length >= 0 else { throw .length }
        guard length <= Self.longestBody else { throw .tooLong }
        return length
    }

    /// Behind the blank line that ends the headers; nil when it is not there.
    static func endOfHead(in bytes: ArraySlice<UInt8>) -> Int? {
        var lineBegins = bytes.startIndex
        while let feed = bytes[lineBegins...].firstIndex(of: 0x0A) {
            let isBlank = feed == lineBegins || feed == lineBegins + 1 && bytes[lineBegins] == 0x0D
            if isBlank { return feed + 1 }
            lineBegins = feed + 1
        }
        return nil
    }

    /// Lines without their ends; one that begins with a blank goes on with the line before it.
    private static func unfolded(_ head: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        for var line in head.split(separator: 0x0A) {
            if line.last == 0x0D { line = line.dropLast() }
            guard let first = line.first else { continue }
            if first == 0x20 || first == 0x09, !lines.isEmpty {
                lines[lines.count - 1] += [0x20] + line.drop { $0 == 0x20 || $0 == 0x09 }
            } else {
                lines.append(line)
            }
        }
        return lines
    }

    private static func start(_ line: ArraySlice<UInt8>) throws(SIPFault) -> Start {
        let words = text(line).split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
        guard words.count >= 2 else { throw .startLine }
        if words[0].uppercased() == "SIP/2.0" {
            guard let status = Int(words[1]), (100...699).contains(status) else { throw .startLine }
            return .response(status: status, reason: words.count > 2 ? String(words[2].trimmed) : "")
        }
        guard words.count == 3, words[2].trimmed.uppercased() == "SIP/2.0" else { throw .startLine }
        guard words[0].utf8.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) else { throw .startLine }
        return .request(method: String(words[0]), uri: String(words[1]))
    }

    /// Without control characters: no header may hold them.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.filter { $0 >= 0x20 || $0 == 0x09 }.map { Unicode.Scalar($0) }))
    }
}

/// Names of headers.
enum SIPHeader {
    private static let compact = [
        "v": "Via", "f": "From", "t": "To", "i": "Call-ID", "m": "Contact", "l": "Content-Length",
        "c": "Content-Type", "e": "Content-Encoding", "s": "Subject", "k": "Supported", "o": "Event",
        "u": "Allow-Events",
    ]

    /// The long form of `name` (RFC 3261, section 7.3.3, and RFC 6665).
    static func long(_ name: String) -> String { name.utf8.count == 1 ? compact[name.lowercased()] ?? name : name }
}
