public import Alarms
public import Delivery
public import Logging
import Synchronization

/// Delivers alarms to an MQTT broker, each acknowledged by it (QoS 1), in order; says in a retained topic whether it is
/// connected.
///
/// What the broker has not acknowledged counts as not delivered, and is forgotten here: the queue keeps it.
public struct MQTTSink: AlarmSink {
    /// Seconds within which a delivery ends. Connecting may block for longer where the network swallows everything.
    private static let patience = 28.0
    /// Seconds between looks at a connection, and between attempts to have one while there is nothing to deliver.
    private static let pulse = 5.0
    private static let pause = 60.0

    /// Its name as a consumer of the queue.
    public let name: String
    private let session: MQTTSession
    private let presence: Presence

    /// A sink of `site` that is known to the queue as `name`.
    public init(
        name: String, site: String, _ settings: MQTTSettings, logger: Logger = Logger(label: "tocsin.mqtt")
    ) {
        self.name = name
        session = MQTTSession(
            settings, clientID: settings.clientID ?? Self.clientID(site: site, sink: name),
            topics: MQTTTopics(base: settings.topic, site: site))
        presence = Presence(session: session, place: settings.place, logger: logger)
    }

    /// Connects, so that the broker can tell that the site is there, and keeps it so.
    public func open() async { presence.begin() }

    /// Publishes `events`, oldest first, and returns when the broker has acknowledged all; throws ``DeliveryFailure``.
    public func deliver(_ events: [StoredEvent]) async throws {
        do {
            try await within(seconds: Self.patience) { [session] in try await session.deliver(events) }
        } catch is PatienceEnded {
            throw DeliveryFailure(reason: "\(presence.place): no connection comes about; does the network reach it?")
        }
    }

    /// Says `offline` and goodbye.
    public func close() async {
        presence.end()
        try? await within(seconds: 1) { [session] in await session.close() }
    }

    /// `tocsin-<site>-<sink>`, of what every broker takes.
    static func clientID(site: String, sink: String) -> String {
        String(
            "tocsin-\(site)-\(sink)".map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
        )
    }

    /// Keeps the connection while there is nothing to deliver, and notices when it is gone.
    private final class Presence: Sendable {
        let place: String
        private let session: MQTTSession
        private let logger: Logger
        private let task = Mutex<Task<Void, Never>?>(nil)

        init(session: MQTTSession, place: String, logger: Logger) {
            self.session = session
            self.place = place
            self.logger = logger
        }

        deinit { end() }

        func begin() {
            task.withLock { task in
                task = task ?? Task { [session, place, logger] in await Self.keep(session, place, logger) }
            }
        }

        func end() { task.withLock { $0?.cancel() } }

        private static func keep(_ session: MQTTSession, _ place: String, _ logger: Logger) async {
            var trouble: String?
            while !Task.isCancelled {
                do {
                    try await session.keepAlive()
                    if trouble != nil { logger.notice("connected to \(place)") }
                    trouble = nil
                } catch {
                    if trouble != "\(error)" { logger.warning("not connected: \(error)") }
                    trouble = "\(error)"
                }
                try? await Task.sleep(for: .seconds(trouble == nil ? MQTTSink.pulse : MQTTSink.pause))
            }
        }
    }
}
