import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: scrypt (RFC 7914) with its parameters, so that these can grow.
///
/// Written `scrypt$N$r$p$salt$key`, salt and key in Base64. Computing it takes 128·N·r bytes and a good part of a second on
/// purpose: one at a time, on a thread that nobody waits for.
public struct PasswordHash: Hashable, Sendable {
    /// What it costs to compute one.
    public struct Cost: Hashable, Sendable {
        /// N: rounds, a power of two.
        public var rounds: Int
        /// r: blocks of 128 bytes each.
        public var blockSize: Int
        /// p: how often all of it.
        public var parallelism: Int

        /// These parameters.
        public init(rounds: Int, blockSize: Int = 8, parallelism: Int = 1) {
            self.rounds = rounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// 32 MB, about a tenth of a second.
        public static let standard = Cost(rounds: 1 << 15)

        /// What this program computes at most: a file must not take all memory.
        var isBearable: Bool {
            (2...(1 << 20)).contains(rounds) && rounds & (rounds - 1) == 0 && (1...16).contains(blockSize)
                && (1...4).contains(parallelism) && 128 * rounds * blockSize <= 256 << 20
        }
    }

    /// What it cost.
    public let cost: Cost
    private let salt: [UInt8]
    private let key: [UInt8]

    /// The hash of `password` with a salt of its own. Throws where there is no memory for it.
    public init(_ password: String, cost: Cost = .standard) throws {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(cost: cost, salt: salt, key: try Self.derive(password, salt: salt, cost: cost))
    }

    /// That of no password: comparing with it takes as long as with any other.
    public static func ofNobody(cost: Cost) -> PasswordHash {
        PasswordHash(cost: cost, salt: [UInt8](repeating: 0, count: 16), key: [UInt8](repeating: 0, count: 32))
    }

    /// Reads the written form; nil where `text` is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: parts[4]), salt.count >= 16,
            let key = Data(base64Encoded: parts[5]), key.count == 32
        else { return nil }
        let cost = Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        guard cost.isBearable else { return nil }
        self.init(cost: cost, salt: Array(salt), key: Array(key))
    }

    private init(cost: Cost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// The written form.
    public var text: String {
        let encoded = [salt, key].map { Data($0).base64EncodedString() }
        return "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(encoded[0])$\(encoded[1])"
    }

    /// Whether it is the hash of `password`. Takes the same time either way.
    public func matches(_ password: String) throws -> Bool {
        let other = try Self.derive(password, salt: salt, cost: cost)
        return zip(key, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The same password may be typed with composed or decomposed characters.
    private static func derive(_ password: String, salt: [UInt8], cost: Cost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.precomposedStringWithCanonicalMapping.utf8), salt: salt, outputByteCount: 32,
            rounds: cost.rounds, blockSize: cost.blockSize, parallelism: cost.parallelism,
            maxMemory: 512 << 20)
        return unsafe key.withUnsafeBytes { unsafe Array($0) }
    }
}
