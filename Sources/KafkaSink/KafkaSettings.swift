public import Alarms
public import Delivery
public import VideoCore

/// How alarms reach a topic of a Kafka cluster.
public struct KafkaSettings: Hashable, Sendable {
    /// A user name with its password, and how they are shown to the cluster.
    public struct Login: Hashable, Sendable {
        /// SASL's ways that are known here.
        public enum Mechanism: String, CaseIterable, Hashable, Sendable {
            /// The password as it is: only over TLS.
            case plain = "PLAIN"
            /// A proof of the password, by SHA-256.
            case scram256 = "SCRAM-SHA-256"
            /// A proof of the password, by SHA-512.
            case scram512 = "SCRAM-SHA-512"
        }

        /// The user's name.
        public var user: String
        /// The user's password.
        public var password: Secret
        /// How it is shown.
        public var mechanism: Mechanism

        /// The user of this name.
        public init(user: String, password: Secret, mechanism: Mechanism = .scram512) {
            self.user = user
            self.password = password
            self.mechanism = mechanism
        }
    }

    /// Brokers of one cluster to begin with, as `host:9092`; the others are learnt from them.
    public var brokers: [String]
    /// Who this side is; nil where the cluster asks nobody.
    public var login: Login?
    /// The files of a secured connection; nil: it is not secured.
    public var tls: TLSFiles?
    /// The topic that keeps the alarms.
    public var topic = "tocsin-alarms"
    /// Seconds within which the cluster must have a batch.
    public var timeout: Double = 10

    /// The brokers at `brokers`, with the defaults.
    public init(brokers: [String]) { self.brokers = brokers }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        let rules: [(key: String, holds: Bool, problem: String, remedy: String)] = [
            ("brokers", !brokers.isEmpty, "no broker is named", "write `brokers: [\"host:9092\"]`"),
            (
                "brokers", brokers.allSatisfy(Self.isBroker), "an address is not one of a broker",
                "write it as host:9092, without a login or a scheme"
            ),
            (
                "topic", Self.isTopic(topic), "no topic can have this name",
                "use letters, digits, `.`, `-` and `_`, 249 at most"
            ),
            ("timeout", (1...20).contains(timeout), "\(timeout) is out of range", "give 1 to 20 seconds"),
        ]
        return rules.filter { !$0.holds }.map { SettingMistake(key: $0.key, problem: $0.problem, remedy: $0.remedy) }
    }

    private static func isTopic(_ text: String) -> Bool {
        (1...249).contains(text.utf8.count) && text != "." && text != ".."
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
    }

    /// `host:port`; an IPv6 address stands in brackets.
    private static func isBroker(_ text: String) -> Bool {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
            return false
        }
        let host = text[..<colon]
        let isHost = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:[]%".contains($0)) }
        return !host.isEmpty && isHost && (1...65535).contains(port) && (host.hasPrefix("[") || !host.contains(":"))
    }
}
