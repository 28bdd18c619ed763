package import VideoCore

/// Where a stream is: a URL or a file, with its credentials kept apart so that they are never shown.
///
/// Recorder passwords hold `@`, `:`, `/` and `?`, and people paste them unescaped; so the user part of a URL reaches to
/// the last `@` behind which a host can stand, and its `%xx` escapes are undone only where they are complete. An `@` in a
/// path is written `%40`.
public struct StreamAddress: Hashable, Sendable, CustomStringConvertible {
    /// What kind of place it is.
    public enum Scheme: String, CaseIterable, Sendable {
        /// A path on this machine.
        case file
        /// RTSP, plain.
        case rtsp
        /// RTSP over TLS.
        case rtsps
        /// HTTP-FLV, MPEG-TS and the like, plain.
        case http
        /// The same over TLS.
        case https
    }

    /// Why a text is no stream address. Never carries the text itself, which may hold a password.
    public enum Mistake: Error, Hashable, Sendable, CustomStringConvertible {
        /// Nothing there.
        case empty
        /// A scheme that is not served.
        case unsupportedScheme(String)
        /// No host between the slashes.
        case noHost
        /// A port that is no number from 1 to 65535.
        case badPort
        /// A control character or a space.
        case badCharacter
        /// An address without `scheme://`, where it would be taken for the path of a file.
        case noScheme

        /// What is wrong and what to write instead.
        public var description: String {
            switch self {
            case .empty: "the address is empty; give a URL such as rtsp://host/path, or a file"
            case .unsupportedScheme(let scheme):
                "“\(scheme)” is not a kind of stream Tocsin reads; use rtsp, rtsps, http, https or a file"
            case .noHost: "the address names no host; write scheme://host/path"
            case .badPort: "the port is not a number from 1 to 65535"
            case .noScheme:
                "this looks like a network address without its beginning; write rtsp://host/path, or ./ before the name of a file"
            case .badCharacter: "the address holds a space or control character; escape it as %20 and so on"
            }
        }
    }

    /// What kind of place it is.
    public let scheme: Scheme
    /// Host name or address without brackets; empty for a file.
    public let host: String
    /// Port, where one is given.
    public let port: Int?
    /// For a file its path; otherwise everything from the first slash after the host, query included.
    public let path: String
    /// Name to log in with.
    public let username: String?
    /// Password to log in with. Never part of any text Tocsin writes.
    let password: String?

    /// Reads `text`: a URL, or a path of a file. Credentials given apart win over those in the URL.
    public init(_ text: String, username: String? = nil, password: String? = nil) throws(Mistake) {
        guard !text.isEmpty else { throw .empty }
        guard let mark = text.firstRange(of: "://"), text[..<mark.lowerBound].allSatisfy(\.isSchemeCharacter) else {
            guard !AddressText.looksLikeNetworkAddress(text) else { throw .noScheme }
            self.init(file: text)
            return
        }
        guard let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased()) else {
            throw .unsupportedScheme(String(text[..<mark.lowerBound].prefix(16)))
        }
        let rest = text[mark.upperBound...]
        if scheme == .file {
            guard !rest.isEmpty else { throw .empty }
            self.init(file: unescaped(rest))
            return
        }
        guard let (user, location) = AddressText.split(rest) else { throw .noHost }
        guard location.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f }) else { throw .badCharacter }
        let slash = location.firstIndex { $0 == "/" || $0 == "?" } ?? location.endIndex
        let (host, port) = try Self.hostAndPort(location[..<slash])
        let inURL = user.map { $0.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) } ?? []
        self.init(
            scheme: scheme, host: host, port: port, path: String(location[slash...]),
            username: username ?? inURL.first.map(unescaped),
            password: password ?? (inURL.count > 1 ? unescaped(inURL[1]) : nil))
    }

    /// The file at `path`.
    public init(file path: String) {
        self.init(scheme: .file, host: "", port: nil, path: path, username: nil, password: nil)
    }

    private init(scheme: Scheme, host: String, port: Int?, path: String, username: String?, password: String?) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.username = username
        self.password = password
    }

    /// Whether it is a file of this machine, which has an end and can be read faster than it was recorded.
    public var isFile: Bool { scheme == .file }

    /// The address as it may be shown: without credentials, also where they stand in path or query.
    public var description: String {
        isFile ? path : "\(scheme.rawValue)://\(authority)\(AddressText.shown(path: path))"
    }

    /// A short name: the last part of the path, without query. Empty where that may hold credentials, or is missing.
    public var name: String {
        let last = path.prefix { isFile || $0 != "?" && $0 != "#" }.split(separator: "/").last.map(String.init) ?? ""
        return !isFile && last.contains { "=@%:".contains($0) } ? "" : last
    }

    /// Host and port as one text: devices behind one such address share its limit of connections.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }

    /// The address as it is written without a login before its host. Query and path are as they were: they may hold one.
    package var withoutLogin: String { isFile ? path : "\(scheme.rawValue)://\(authority)\(path)" }

    /// The password, where one is given.
    package var secret: Secret? { password.map { Secret($0) } }

    /// The address as FFmpeg opens it, credentials included: never to be shown or logged.
    var secretURL: String {
        if isFile { return "file:" + path }
        let user = username.map { name in escaped(name) + (password.map { ":" + escaped($0) } ?? "") + "@" } ?? ""
        return "\(scheme.rawValue)://\(user)\(authority)\(path)"
    }

    private static func hostAndPort(_ text: Substring) throws(Mistake) -> (String, Int?) {
        var host = text
        var portText: Substring?
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<close]
            let after = text[text.index(after: close)...]
            if !after.isEmpty { portText = after.dropFirst() }
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        guard !host.isEmpty else { throw .noHost }
        guard let portText else { return (String(host), nil) }
        guard let port = Int(portText), (1...65535).contains(port) else { throw .badPort }
        return (String(host), port)
    }
}

extension Character {
    fileprivate var isSchemeCharacter: Bool { isASCII && (isLetter || isNumber || "+-.".contains(self)) }
}

/// Percent-escapes everything but letters, digits and `-._~` (RFC 3986, unreserved).
private func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        let scalar = Unicode.Scalar(byte)
        if byte < 0x80, scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-._~".utf8.contains(byte) {
            result.unicodeScalars.append(scalar)
        } else {
            result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
    return result
}

/// Undoes complete `%xx` escapes; leaves a lone percent sign as it is, and the whole text if the result is not UTF-8.
private func unescaped(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
        if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
            let high = Character(Unicode.Scalar(source[index + 1])).hexDigitValue,
            let low = Character(Unicode.Scalar(source[index + 2])).hexDigitValue
        {
            bytes.append(UInt8(high * 16 + low))
            index += 3
        } else {
            bytes.append(source[index])
            index += 1
        }
    }
    return String(validating: bytes, as: UTF8.self) ?? String(text)
}
