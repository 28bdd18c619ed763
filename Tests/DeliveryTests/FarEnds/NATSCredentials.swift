import Crypto
import Foundation

/// A server in operator mode and users of one account, as `nsc` would set them up: keys in NATS' own spelling (NKeys) and
/// what they vouch for (JWTs).
struct NATSCredentials {
    /// A pair of keys of one role.
    private struct NKey {
        enum Role: UInt8 { case account = 0, operator_ = 112, user = 160 }

        let role: Role
        let key = Curve25519.Signing.PrivateKey()

        var name: String { Self.spelt([role.rawValue] + key.publicKey.rawRepresentation) }

        var seed: String {
            let seed: UInt8 = 144
            return Self.spelt([seed | role.rawValue >> 5, (role.rawValue & 31) << 3] + key.rawRepresentation)
        }

        /// Base 32 without padding, of the bytes and their CRC-16 (polynomial 0x1021).
        private static func spelt(_ bytes: [UInt8]) -> String {
            var crc: UInt16 = 0
            for byte in bytes {
                crc ^= UInt16(byte) << 8
                for _ in 0..<8 { crc = crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021 }
            }
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
            var text = ""
            var (held, count): (UInt32, Int) = (0, 0)
            for byte in bytes + [UInt8(crc & 0xFF), UInt8(crc >> 8)] {
                (held, count) = (held << 8 | UInt32(byte), count + 8)
                while count >= 5 {
                    count -= 5
                    text.append(letters[Int(held >> UInt32(count) & 31)])
                }
            }
            if count > 0 { text.append(letters[Int(held << UInt32(5 - count) & 31)]) }
            return text
        }

        /// What this key vouches for about the one named `subject`.
        func vouch(for subject: String, _ claims: String) throws -> String {
            let body =
                #"{"jti":"\#(UUID().uuidString)","iat":1700000000,"iss":"\#(name)","sub":"\#(subject)","#
                + #""name":"test","nats":{\#(claims),"version":2}}"#
            let signed =
                Self.base64(Data(#"{"typ":"JWT","alg":"ed25519-nkey"}"#.utf8)) + "." + Self.base64(Data(body.utf8))
            return signed + "." + Self.base64(Data(try key.signature(for: Data(signed.utf8))))
        }

        private static func base64(_ data: Data) -> String {
            data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
    }

    /// What a server is told.
    let configuration: String
    private let account = NKey(role: .account)

    init() throws {
        let owner = NKey(role: .operator_)
        let limits =
            #""subs":-1,"data":-1,"payload":-1,"imports":-1,"exports":-1,"wildcards":true,"conn":-1,"leaf":-1"#
        let streams = #","mem_storage":-1,"disk_storage":-1,"streams":-1,"consumer":-1"#
        let account = try owner.vouch(for: account.name, #""limits":{\#(limits)\#(streams)},"type":"account""#)
        // A server with JetStream needs one of its own.
        let system = NKey(role: .account)
        configuration = """
            operator: \(try owner.vouch(for: owner.name, #""type":"operator""#))
            resolver: MEMORY
            system_account: \(system.name)
            resolver_preload: {
              \(self.account.name): \(account)
              \(system.name): \(try owner.vouch(for: system.name, #""limits":{\#(limits)},"type":"account""#))
            }
            """
    }

    /// Writes the file of a user whom the account vouches for, or of one whom nobody knows.
    func write(to path: String, isKnown: Bool = true) throws {
        let user = NKey(role: .user)
        let voucher = isKnown ? account : NKey(role: .account)
        let vouched = try voucher.vouch(
            for: user.name, #""subs":-1,"data":-1,"payload":-1,"pub":{},"sub":{},"type":"user""#)
        let text = """
            -----BEGIN NATS USER JWT-----
            \(vouched)
            ------END NATS USER JWT------

            -----BEGIN USER NKEY SEED-----
            \(user.seed)
            ------END USER NKEY SEED------

            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
