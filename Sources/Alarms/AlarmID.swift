import Crypto
public import VideoCore

/// The name of one incident: the same on every run over the same input, so that consumers can drop duplicates.
public struct AlarmID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// A UUID in lower case.
    public let text: String

    /// The identifier spelled `text`, as read from an event.
    public init(_ text: String) { self.text = text }

    /// The identifier of the incident that began at `start`, to the millisecond.
    ///
    /// A UUID of version 8 (RFC 9562, own construction): the first 128 bits of SHA-256 over the four parts, each
    /// preceded by its length so that no two different incidents share their bytes.
    public init(site: String, camera: CameraID, kind: AlarmKind, start: Timestamp) {
        var hash = SHA256()
        for part in [site, camera.name, kind.rawValue, String(start.milliseconds)] {
            hash.update(data: Array("\(part.utf8.count):".utf8) + Array(part.utf8))
        }
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = 0x80 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        let digits = hexadecimal(bytes)
        var groups: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            groups.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        text = groups.joined(separator: "-")
    }

    /// Reads the plain text.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes the plain text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The plain text.
    public var description: String { text }
}

/// `bytes` as two lower-case digits each.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
