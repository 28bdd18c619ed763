/// A request or a response of SIP (RFC 3261).
///
/// Texts hold one scalar for each byte of the wire (ISO 8859-1): whatever a platform writes into a header comes back to
/// it byte for byte.
struct SIPMessage: Hashable, Sendable {
    /// The first line.
    enum Start: Hashable, Sendable {
        case request(method: String, uri: String)
        case response(status: Int, reason: String)
    }

    struct Header: Hashable, Sendable {
        /// In its long form, as ``SIPHeader`` spells it.
        var name: String
        var value: String
    }

    var start: Start
    var headers: [Header] = []
    var body: [UInt8] = []

    /// A request, without headers.
    init(method: String, uri: String) { start = .request(method: method, uri: uri) }

    /// A response, without headers.
    init(status: Int, reason: String) { start = .response(status: status, reason: reason) }

    /// The first header called `name`, whatever its capitals.
    subscript(name: String) -> String? {
        get { headers.first { $0.name.isHeader(name) }?.value }
        set {
            let place = headers.firstIndex { $0.name.isHeader(name) }
            switch (place, newValue) {
            case (let place?, let value?): headers[place].value = value
            case (let place?, nil): headers.remove(at: place)
            case (nil, let value?): headers.append(Header(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// All headers called `name`, in order.
    func all(_ name: String) -> [String] { headers.filter { $0.name.isHeader(name) }.map(\.value) }

    /// The method of a request.
    var method: String? {
        if case .request(let method, _) = start { method } else { nil }
    }

    /// The status of a response.
    var status: Int? {
        if case .response(let status, _) = start { status } else { nil }
    }

    /// What binds a response to its request: the branch of the topmost `Via` and the method of `CSeq`.
    var transaction: String? {
        guard let branch = self["Via"]?.parameter("branch"), let sequence = self["CSeq"] else { return nil }
        guard let method = sequence.split(whereSeparator: \.isWhitespace).last else { return nil }
        return "\(branch) \(method)"
    }

    /// The status line's words, made safe to be shown.
    var reasonShown: String {
        guard case .response(let status, let reason) = start else { return "" }
        let printable = reason.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }
        return "\(status) " + String(String.UnicodeScalarView(printable.prefix(60)))
    }
}

extension String {
    fileprivate func isHeader(_ name: String) -> Bool {
        utf8.count == name.utf8.count && zip(utf8, name.utf8).allSatisfy { $0 == $1 || $0.lowered == $1.lowered }
    }

    /// The parameter `name` of a header's value, as in `…;branch=z9hG4bK1;rport`: without its quotation marks, and empty
    /// where it has no value.
    func parameter(_ name: String) -> String? {
        for part in split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair[0].trimmed.lowercased() == name else { continue }
            return pair.count > 1 ? String(pair[1].trimmed).unquoted : ""
        }
        return nil
    }

    /// The URI within `<…>`, or before the parameters.
    var uri: String {
        if let open = firstIndex(of: "<"), let close = self[open...].firstIndex(of: ">") {
            return String(self[index(after: open)..<close])
        }
        return String(prefix { $0 != ";" }.trimmed)
    }

    /// Its bytes in UTF-8, one scalar each, as the texts of messages are held.
    var onWire: String { String(String.UnicodeScalarView(utf8.map { Unicode.Scalar($0) })) }

    /// Without the quotation marks around it.
    var unquoted: String { count >= 2 && hasPrefix("\"") && hasSuffix("\"") ? String(dropFirst().dropLast()) : self }
}

extension StringProtocol {
    /// Without blanks at its ends: only those of ASCII, since a byte of Chinese may look like another.
    var trimmed: SubSequence {
        var rest = self[...]
        while let last = rest.last, last.isBlank { rest = rest.dropLast() }
        return rest.drop(while: \.isBlank)
    }
}

extension Character {
    fileprivate var isBlank: Bool { isASCII && isWhitespace }
}

extension UInt8 {
    fileprivate var lowered: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
