import Crypto
public import VideoCore

/// Somebody who is logged in. The token that their browser keeps is nowhere: only its SHA-256.
public struct Session: Hashable, Sendable {
    /// Seconds after which one ends that nobody uses.
    public static let idleSeconds = 12.0 * 3600
    /// Seconds after which one ends in any case.
    public static let longestSeconds = 7.0 * 86_400

    /// SHA-256 of the token, in hexadecimal.
    public let hash: String
    /// Whose it is.
    public let account: String
    /// What they may do now.
    public let role: Account.Role
    /// When they logged in.
    public let createdAt: WallTime
    /// When it was last used.
    public var lastUsedAt: WallTime

    /// A session that is known.
    public init(hash: String, account: String, role: Account.Role, createdAt: WallTime, lastUsedAt: WallTime) {
        self.hash = hash
        self.account = account
        self.role = role
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }

    /// A short name of it that is no secret.
    public var id: String { String(hash.prefix(12)) }

    /// When it ends unless it is used before.
    public var expiresAt: WallTime {
        min(lastUsedAt.advanced(by: Self.idleSeconds), createdAt.advanced(by: Self.longestSeconds))
    }

    /// Whether it is valid at `now`. A clock that was put back far ends it too: who knows how long ago it began.
    public func isValid(at now: WallTime) -> Bool {
        now < expiresAt && createdAt < now.advanced(by: Self.idleSeconds)
    }
}

/// What a browser shows to prove a session.
public struct SessionToken: Sendable {
    /// The token itself: 64 digits in hexadecimal.
    public let secret: Secret

    /// One that nobody can guess: 256 bits of the system's randomness.
    public init() {
        var generator = SystemRandomNumberGenerator()
        secret = Secret(hexadecimal((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }))
    }

    /// The one in `text`; nil where there is none.
    public init?(_ text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        secret = Secret(text)
    }

    /// Its SHA-256, by which its session is found. Looking it up takes no longer for a token that is nearly right.
    public var hash: String { hexadecimal(SHA256.hash(data: Array(secret.revealed.utf8))) }

    /// What a page must send along to change something (against requests forged by other pages): made from the token, so
    /// that only pages of the session know it, and none learns the token from it.
    public var csrf: String { hexadecimal(SHA256.hash(data: Array("tocsin csrf \(secret.revealed)".utf8)).prefix(16)) }
}

private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
