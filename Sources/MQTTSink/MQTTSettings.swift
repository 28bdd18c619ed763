public import Alarms
public import Delivery
public import VideoCore

/// How alarms reach an MQTT broker.
public struct MQTTSettings: Hashable, Sendable {
    /// The version of MQTT that is spoken.
    public enum Version: Int, CaseIterable, Hashable, Sendable {
        /// 3.1.1, in which a broker cannot say that it refused a message.
        case v3 = 3
        /// 5.
        case v5 = 5
    }

    /// Name or address of the broker.
    public var host: String
    /// Its port.
    public var port: Int
    /// How the connection is secured; nil: not at all.
    public var tls: TLSFiles?
    /// Which version of MQTT it speaks; it is never fallen back from one to the other.
    public var version = Version.v5
    /// Who this is to the broker; nil: nobody in particular.
    public var username: String?
    /// The password of `username`.
    public var password: Secret?
    /// The name under which the broker keeps the session; nil: made of site and sink.
    public var clientID: String?
    /// What all topics begin with.
    public var topic = "tocsin"
    /// Seconds without a word after which both sides ask whether the other is still there.
    public var keepAlive = 30
    /// Seconds without any acknowledgement after which the broker is given up.
    public var ackTimeout = 10.0
    /// Messages under way without being acknowledged, at most. A broker that wants fewer says so.
    public var inFlight = 100
    /// Bytes of one event; larger ones are not sent. Needed where a broker of MQTT 3.1.1 has a limit, which it cannot tell.
    public var maximumBytes = largestMessage
    /// Whether an alarm that nobody has subscribed to counts as not delivered. MQTT 5 alone can tell.
    public var requireSubscriber = true

    /// The most that MQTT can carry, bytes.
    public static let largestMessage = 268_435_455

    /// The broker at `host`, in the clear, with the defaults.
    public init(host: String, port: Int = 1883) {
        self.host = host
        self.port = port
    }

    /// Where it is, for people.
    public var place: String { "\(host):\(port)" }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        let rules: [(key: String, holds: Bool, problem: String, remedy: String)] = [
            ("host", !host.isEmpty, "it is empty", "name the broker's host"),
            ("port", (1...65535).contains(port), "\(port) is out of range", "give 1 to 65535"),
            (
                "topic", MQTTTopics.isBase(topic), "it is no beginning of a topic",
                "write words with `/` between them, without `+`, `#` and `$`, 200 bytes at most"
            ),
            ("keepAlive", (5...3600).contains(keepAlive), "\(keepAlive) is out of range", "give 5 to 3600 seconds"),
            ("ackTimeout", (0.1...10).contains(ackTimeout), "\(ackTimeout) is out of range", "give 0.1 to 10 seconds"),
            ("inFlight", (1...1000).contains(inFlight), "\(inFlight) is out of range", "give 1 to 1000"),
            (
                "maximumBytes", (1024...Self.largestMessage).contains(maximumBytes), "\(maximumBytes) is out of range",
                "give 1024 to \(Self.largestMessage)"
            ),
            ("password", password == nil || username != nil, "there is no user name", "add the user name"),
        ]
        return rules.filter { !$0.holds }.map { SettingMistake(key: $0.key, problem: $0.problem, remedy: $0.remedy) }
    }
}
