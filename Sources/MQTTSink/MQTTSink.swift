public import Alarms
public import Delivery

/// Delivers alarms to an MQTT broker.
public actor MQTTSink: AlarmSink {
    /// Its name as a consumer of the queue.
    nonisolated public let name: String
    private let settings: MQTTSettings

    /// A sink that is known to the queue as `name`.
    public init(name: String, _ settings: MQTTSettings) {
        self.name = name
        self.settings = settings
    }

    /// Delivers `events`, oldest first; throws ``DeliveryFailure``.
    public func deliver(_ events: [StoredEvent]) async throws {
        throw DeliveryFailure(reason: "not there yet")
    }
}
