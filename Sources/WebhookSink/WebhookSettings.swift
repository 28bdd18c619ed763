public import Alarms
public import Delivery
import Foundation
public import VideoCore

/// How alarms reach a web server that takes them by POST.
public struct WebhookSettings: Hashable, Sendable {
    /// Where they are posted to. Its path and query may hold a key that lets one in, so it is never shown.
    public var url: Secret
    /// Whether `http:` may lead to another machine, where everybody on the way can read and change what is sent.
    public var allowPlain = false
    /// How the connection is secured, for `https:`.
    public var tls = TLSFiles()
    /// Signs each request; nil: they are not signed.
    public var secret: Secret?
    /// Signs as well, while the receiver changes from one to the other.
    public var secondSecret: Secret?
    /// Sent as `Authorization: Bearer`.
    public var token: Secret?
    /// Seconds within which an answer must have come.
    public var timeout = 10.0
    /// Requests under way at the same time, at most, each of another camera.
    public var parallel = 8

    /// The server at `url`, with the defaults.
    public init(url: Secret) { self.url = url }

    /// Scheme, host and port, for people.
    public var place: String {
        let parts = URLComponents(string: url.revealed)
        let port = parts?.port.map { ":\($0)" } ?? ""
        return "\(parts?.scheme ?? "")://\(parts?.host ?? "")\(port)"
    }

    /// Whether what is sent can be read on the way: `http:` to another machine.
    public var isPlain: Bool {
        guard let parts = URLComponents(string: url.revealed), parts.scheme?.lowercased() == "http" else {
            return false
        }
        let host = (parts.host ?? "").trimmingCharacters(in: ["[", "]"])
        let isNumeric = host.allSatisfy { $0.isNumber || $0 == "." }
        return !(host == "localhost" || host == "::1" || isNumeric && host.hasPrefix("127."))
    }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        let parts = URLComponents(string: url.revealed)
        let isWeb = ["http", "https"].contains(parts?.scheme?.lowercased()) && parts?.host?.isEmpty == false
        let secrets = [secret, secondSecret].compactMap { $0 }
        let rules: [(key: String, holds: Bool, problem: String, remedy: String)] = [
            ("url", isWeb, "it is no address of a web server", "write https://HOST/PATH"),
            (
                "url", parts?.user == nil && parts?.password == nil, "it has a login in it",
                "take it out, and use a token or a client certificate"
            ),
            (
                "url", !isPlain || allowPlain, "everybody on the way could read and change what is sent",
                "write https://, or set allowPlain: true"
            ),
            ("secret", secrets.allSatisfy { $0.revealed.utf8.count >= 16 }, "it is too short", "use 16 bytes or more"),
            ("secondSecret", secondSecret == nil || secret != nil, "there is no first", "give the first as well"),
            ("token", token.map(Self.isHeader) ?? true, "it has characters a header cannot have", "check its file"),
            ("timeout", (0.1...20).contains(timeout), "\(timeout) is out of range", "give 0.1 to 20 seconds"),
            ("parallel", (1...64).contains(parallel), "\(parallel) is out of range", "give 1 to 64"),
        ]
        return rules.filter { !$0.holds }.map { SettingMistake(key: $0.key, problem: $0.problem, remedy: $0.remedy) }
    }

    private static func isHeader(_ token: Secret) -> Bool {
        token.revealed.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
