import Crypto

/// What a platform asks to be proved: that this side knows the password (RFC 2617, RFC 7616, RFC 8760).
struct DigestChallenge: Hashable {
    /// How it is reckoned.
    enum Algorithm: String, CaseIterable {
        case md5 = "MD5"
        case sha256 = "SHA-256"

        /// The hash of `text`, one scalar a byte, in hexadecimal digits.
        fileprivate func hash(_ text: String) -> String {
            let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            return switch self {
            case .md5: hexadecimal(Insecure.MD5.hash(data: bytes))
            case .sha256: hexadecimal(SHA256.hash(data: bytes))
            }
        }
    }

    var realm: String
    var nonce: String
    var algorithm = Algorithm.md5
    var opaque: String?
    /// Whether the far end takes `qop=auth`, which it has to say.
    var usesQuality = false
    /// Whether only the nonce was too old.
    var isStale = false

    /// The strongest challenge among `headers` that can be answered; nil when there is none.
    static func best(of headers: [String]) -> DigestChallenge? {
        let challenges = headers.compactMap { DigestChallenge($0) }
        return challenges.first { $0.algorithm == .sha256 } ?? challenges.first
    }

    init(realm: String, nonce: String) { (self.realm, self.nonce) = (realm, nonce) }

    /// Reads the value of `WWW-Authenticate` or `Proxy-Authenticate`; nil where it asks for something else.
    init?(_ header: String) {
        guard header.lowercased().hasPrefix("digest ") else { return nil }
        var values: [String: String] = [:]
        for (name, value) in DirectiveReader(header.dropFirst(7)) where values[name] == nil { values[name] = value }
        guard let realm = values["realm"], let nonce = values["nonce"] else { return nil }
        self.init(realm: realm, nonce: nonce)
        opaque = values["opaque"]
        isStale = values["stale"]?.lowercased() == "true"
        if let name = values["algorithm"] {
            guard let known = Algorithm(rawValue: name.uppercased()) else { return nil }
            algorithm = known
        }
        if let qualities = values["qop"]?.split(separator: ",").map({ $0.trimmed.lowercased() }), !qualities.isEmpty {
            guard qualities.contains("auth") else { return nil }
            usesQuality = true
        }
    }

    /// The value of `Authorization` for a request of `method` to `uri`. `random` is the client's nonce.
    func answer(username: String, password: String, method: String, uri: String, random: String) -> String {
        let username = username.onWire
        let secret = algorithm.hash("\(username):\(realm):\(password.onWire)")
        let request = algorithm.hash("\(method):\(uri)")
        let count = "00000001"
        let middle = usesQuality ? "\(nonce):\(count):\(random):auth" : nonce
        let response = algorithm.hash("\(secret):\(middle):\(request)")
        var parts = [
            "username=\"\(username)\"", "realm=\"\(realm)\"", "nonce=\"\(nonce)\"", "uri=\"\(uri)\"",
            "response=\"\(response)\"", "algorithm=\(algorithm.rawValue)",
        ]
        if usesQuality { parts += ["cnonce=\"\(random)\"", "qop=auth", "nc=\(count)"] }
        if let opaque { parts.append("opaque=\"\(opaque)\"") }
        return "Digest " + parts.joined(separator: ", ")
    }
}

/// The `name=value` and `name="value"` of a header, separated by commas; names in lower case.
private struct DirectiveReader: Sequence, IteratorProtocol {
    private var rest: Substring

    init(_ text: Substring) { rest = text }

    mutating func next() -> (String, String)? {
        rest = rest.drop { $0 == "," || $0.isWhitespace }
        guard let equals = rest.firstIndex(of: "=") else { return nil }
        let name = String(rest[..<equals].trimmed).lowercased()
        rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != "," }
            rest = rest[value.endIndex...]
            return (name, String(value.trimmed))
        }
        rest = rest.dropFirst()
        let value = rest.prefix { $0 != "\"" }
        rest = rest[value.endIndex...].dropFirst()
        return (name, String(value))
    }
}

/// `bytes` in lower-case hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
