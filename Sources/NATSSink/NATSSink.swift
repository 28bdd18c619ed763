public import Alarms
public import Delivery

/// Delivers alarms to a NATS JetStream server.
public actor NATSSink: AlarmSink {
    /// Its name as a consumer of the queue.
    nonisolated public let name: String
    private let settings: NATSSettings

    /// A sink that is known to the queue as `name`.
    public init(name: String, _ settings: NATSSettings) {
        self.name = name
        self.settings = settings
    }

    /// Delivers `events`, oldest first; throws ``DeliveryFailure``.
    public func deliver(_ events: [StoredEvent]) async throws {
        throw DeliveryFailure(reason: "not there yet")
    }
}
