public import VideoCore

/// How alarms reach an MQTT broker.
public struct MQTTSettings: Hashable, Sendable {
    /// Where it listens, with the user's name and password where it wants them.
    public var url: Secret

    /// The far end at `url`, with the defaults.
    public init(url: Secret) { self.url = url }
}
