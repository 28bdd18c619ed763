import Crypto

/// How entries hang together: each hash covers the one before it, so that none can be changed, removed or moved alone.
enum AuditChain {
    /// What stands before the first entry.
    static let origin = [UInt8](repeating: 0, count: 32)

    /// SHA-256 over the hash before and the fields, each preceded by its length so that no two entries share their bytes.
    static func hash(after previous: [UInt8], number: Int64, _ entry: AuditEntry) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        let fields = [
            "\(number)", "\(entry.milliseconds)", entry.action.rawValue, entry.content, entry.sha256, entry.reason,
            entry.name, entry.unit,
        ]
        for field in fields { hash.update(data: Array("\(field.utf8.count):\(field)".utf8)) }
        return Array(hash.finalize())
    }

    static func text(_ hash: [UInt8]) -> String {
        hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// A place in the log and the hash of its entry.
public struct AuditMark: Hashable, Sendable, CustomStringConvertible {
    /// The entry's number, from 1; 0 stands before the first.
    public let number: Int64
    /// Its hash, 64 digits in hexadecimal.
    public let hash: String

    /// Entry `number` with `hash`.
    public init(number: Int64, hash: String) {
        self.number = number
        self.hash = hash
    }

    /// Reads the form `number:hash`; nil when `text` has another.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]), number >= 0, parts[1].count == 64,
            parts[1].allSatisfy({ $0.isASCII && $0.isHexDigit })
        else { return nil }
        self.init(number: number, hash: parts[1].lowercased())
    }

    /// `number:hash`.
    public var description: String { "\(number):\(hash)" }
}
