import Crypto
import Foundation
public import VideoCore

/// Proves to the receiver that a request comes from somebody who knows the secret, and when it was made.
public enum WebhookSignature {
    /// The value of `Tocsin-Signature`: `t=<seconds since 1970>,v1=<HMAC-SHA-256 in hexadecimal>`, with another `v1` for each
    /// further secret. What is signed is the time in digits, a full stop, and the body.
    public static func header(of body: [UInt8], at seconds: Int, secrets: [Secret]) -> String {
        let signed = Array("\(seconds).".utf8) + body
        let codes = secrets.map { secret in
            let key = SymmetricKey(data: Array(secret.revealed.utf8))
            let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
            return "v1=" + code.map { byte in hexadecimal(byte) }.joined()
        }
        return (["t=\(seconds)"] + codes).joined(separator: ",")
    }

    private static func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
