import Crypto
import VideoCore

/// Who may ask over HTTP, and for what. The token itself is nowhere: only its SHA-256.
public struct AccessToken: Hashable, Sendable {
    /// What its holder may do; each may do what those before it may.
    public enum Role: String, CaseIterable, Hashable, Sendable, Comparable {
        /// Read figures.
        case metrics
        /// Read alarms.
        case read
        /// Say what was done about alarms, order drills, see evidence.
        case operate

        /// Who may do less orders first.
        public static func < (lhs: Role, rhs: Role) -> Bool {
            allCases.firstIndex(of: lhs) ?? 0 < allCases.firstIndex(of: rhs) ?? 0
        }
    }

    /// A short name of it that is no secret.
    public let id: String
    /// Who holds it.
    public let name: String
    /// What they may do.
    public let role: Role
    /// SHA-256 of the token, in hexadecimal.
    public let hash: String
    /// When it was made.
    public let createdAt: Timestamp
    /// When it was used last, to a minute.
    public let lastUsedAt: Timestamp?
    /// When it ceased to be valid.
    public let revokedAt: Timestamp?

    /// Characters of a name at most.
    public static let nameLimit = 64

    /// A token that is known.
    public init(
        id: String, name: String, role: Role, hash: String, createdAt: Timestamp, lastUsedAt: Timestamp? = nil,
        revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.hash = hash
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    /// The SHA-256 of `token`, in hexadecimal. Looking it up takes no longer for a token that is nearly right.
    public static func hash(of token: String) -> String {
        hexadecimal(SHA256.hash(data: Array(token.utf8)))
    }

    /// A token that nobody can guess: 256 bits of the system's randomness.
    static func make() -> Secret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Secret("tocsin_" + hexadecimal(bytes))
    }
}
