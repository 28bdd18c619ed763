public import Alarms
public import Delivery
import Foundation
public import VideoCore

/// How alarms reach a stream of a NATS JetStream server.
public struct NATSSettings: Hashable, Sendable {
    /// Who this side is.
    public enum Login: Hashable, Sendable {
        /// A user name with its password.
        case password(user: String, Secret)
        /// A token that all clients share.
        case token(Secret)
        /// A file that holds a JWT and the seed of its NKey, as `nsc` writes them.
        case credentials(path: String)
    }

    /// Servers of one cluster, as `nats://host:4222` or `tls://host:4222`, without a login; one of them is used.
    public var urls: [String]
    /// Who this side is; nil where the server asks nobody.
    public var login: Login?
    /// The files of a secured connection; nil: the system's authorities where an address says `tls://`, else none.
    public var tls: TLSFiles?
    /// The stream that keeps the alarms.
    public var stream = "TOCSIN_ALARMS"
    /// What subjects begin with; site, camera and kind follow.
    public var subject = "tocsin.alarms"
    /// The JetStream domain of the stream, where the server is a leaf node of another one's; nil: the server's own.
    public var domain: String?
    /// Whether a stream that is not there is made.
    public var createStream = true
    /// Days that a stream made here keeps alarms.
    public var keepDays = 30
    /// Seconds in which a stream made here knows an event again and drops it.
    public var duplicateWindow: Double = 3600
    /// Servers that a stream made here is kept on: 1, 3 or 5.
    public var replicas = 1
    /// Whether a stream in memory is refused rather than complained of.
    public var requireFileStorage = false
    /// Seconds to wait for the server: for the connection, and for the next acknowledgement.
    public var timeout: Double = 5

    /// The servers at `urls`, with the defaults.
    public init(urls: [String]) { self.urls = urls }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        let addresses = urls.compactMap { Self.addressMistake(in: $0) }
        let rules: [(key: String, holds: Bool, problem: String, remedy: String)] = [
            ("url", !urls.isEmpty, "no server is named", "write `url: nats://host:4222`"),
            (
                "stream", Self.isToken(stream), "no stream can have this name",
                "use letters, digits, `-` and `_`"
            ),
            (
                "subject", subject.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isToken),
                "alarms cannot be sent under this subject", "write words of letters, digits, `-` and `_` joined by dots"
            ),
            (
                "domain", domain.map(Self.isToken) ?? true, "no domain can have this name",
                "use letters, digits, `-` and `_`"
            ),
            ("keepDays", (1...3650).contains(keepDays), "\(keepDays) is out of range", "give 1 to 3650"),
            (
                "duplicateWindow", (1...86400).contains(duplicateWindow), "\(duplicateWindow) is out of range",
                "give 1 to 86400 seconds"
            ),
            ("replicas", [1, 3, 5].contains(replicas), "\(replicas) is no number of replicas", "give 1, 3 or 5"),
            ("timeout", (1...10).contains(timeout), "\(timeout) is out of range", "give 1 to 10 seconds"),
        ]
        return addresses
            + rules.filter { !$0.holds }.map { SettingMistake(key: $0.key, problem: $0.problem, remedy: $0.remedy) }
    }

    /// What is wrong with an address of a server.
    private static func addressMistake(in url: String) -> SettingMistake? {
        func mistake(_ problem: String, _ remedy: String) -> SettingMistake {
            SettingMistake(key: "url", problem: problem, remedy: remedy)
        }
        if url.contains("@") {
            return mistake("an address holds a login", "write it as `username` and `password`, or as `token`")
        }
        let parts = URLComponents(string: url)
        guard let parts, ["nats", "tls"].contains(parts.scheme), parts.host?.isEmpty == false, parts.path.isEmpty
        else {
            return mistake("an address is not one of a NATS server", "write it as nats://host:4222 or tls://host:4222")
        }
        return nil
    }

    /// Whether `text` can stand between two dots of a subject.
    private static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count <= 128
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    }
}

extension NATSSettings {
    /// Whether the connection is secured.
    var isSecured: Bool { tls != nil || urls.contains { $0.hasPrefix("tls://") } }

    /// The servers, for people.
    var place: String { urls.joined(separator: ", ") }

    /// The ports at which they listen.
    var ports: Set<Int> { Set(urls.map { URLComponents(string: $0)?.port ?? 4222 }) }
}
