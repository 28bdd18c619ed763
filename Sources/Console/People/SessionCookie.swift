import Accounts
import HTTPTypes
import VideoCore

/// The cookie by which a browser shows a session.
enum SessionCookie {
    static let name = "tocsin-session"
    /// More would be somebody else's.
    private static let most = 4

    /// What `headers` show; several where others have set a cookie of this name too.
    static func tokens(_ headers: HTTPFields) -> [SessionToken] {
        let pairs = headers[values: .cookie].flatMap { $0.split(separator: ";") }
        return Array(
            pairs.compactMap { pair in
                let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0] == name else { return nil }
                return SessionToken(String(parts[1]))
            }.prefix(most))
    }

    /// The header field that has the browser keep `token`. No script reads it, and no other page's request carries it.
    static func field(_ token: SessionToken, isEncrypted: Bool) -> (name: String, value: String) {
        field(token.secret.revealed, seconds: Int(Session.longestSeconds), isEncrypted: isEncrypted)
    }

    /// The header field that has the browser forget it.
    static func removal(isEncrypted: Bool) -> (name: String, value: String) {
        field("", seconds: 0, isEncrypted: isEncrypted)
    }

    private static func field(_ value: String, seconds: Int, isEncrypted: Bool) -> (name: String, value: String) {
        let secure = isEncrypted ? "; Secure" : ""
        return ("Set-Cookie", "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(secure)")
    }
}
