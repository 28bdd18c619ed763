public import Alarms
public import Delivery
public import Logging

/// Delivers alarms to a stream of a NATS JetStream server.
///
/// An event counts as delivered when the stream has acknowledged it with its place there. The event's id goes along as
/// `Nats-Msg-Id`, so that the server drops what it has had already.
public actor NATSSink: AlarmSink {
    /// Its name as a consumer of the queue.
    nonisolated public let name: String
    private let settings: NATSSettings
    private let logger: Logger
    private let executor: DiskExecutor
    private var connection: NATSConnection?
    /// What was last said of the stream, which is not repeated.
    private var known: StreamFacts?

    /// A thread of its own: the library blocks.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// A sink that is known to the queue as `name`.
    public init(name: String, _ settings: NATSSettings, logger: Logger = Logger(label: "tocsin.nats")) {
        self.name = name
        self.settings = settings
        self.logger = logger
        executor = DiskExecutor(label: "sink-\(name)")
    }

    /// Connects, so that a wrong address or password is said at the start and not with the first alarm.
    public func open() {
        do { _ = try connected() } catch { logger.warning("\(name) cannot be reached yet: \(error)") }
    }

    /// Delivers `events`, oldest first; throws ``DeliveryFailure``.
    public func deliver(_ events: [StoredEvent]) async throws {
        do {
            try publish(events, over: try connected())
        } catch let failure as DeliveryFailure where failure.fault == .event {
            throw failure
        } catch {
            // What is still under way on it must not be taken for an answer to what comes later.
            connection = nil
            throw error
        }
    }

    /// Ends the connection.
    public func close() { connection = nil }

    private func publish(_ events: [StoredEvent], over connection: NATSConnection) throws {
        // Headers count as well.
        let room = connection.largestMessage - 512
        let fitting = events.prefix { $0.json.count <= room }
        let messages = fitting.map { event in
            NATSConnection.Message(
                id: event.id, subject: NATSSubject.of(EventHeading(event), base: settings.subject), body: event.json)
        }
        let (outcome, silence) = connection.publish(messages, to: settings.stream)
        if let failure = outcome.failure(silence: silence) { throw failure }
        guard fitting.count == events.count else {
            throw DeliveryFailure(
                delivered: fitting.count, fault: .event,
                reason: "the event is larger than the NATS server takes: raise its max_payload")
        }
    }

    private func connected() throws -> NATSConnection {
        if let connection, !connection.isClosed { return connection }
        let made = try NATSConnection(settings, clientName: "tocsin \(name)")
        let facts = try NATSStream(settings: settings).facts(over: made)
        let obstacle = facts.obstacle(
            subject: NATSSubject.all(under: settings.subject), requireFileStorage: settings.requireFileStorage)
        if let obstacle { throw DeliveryFailure(reason: obstacle) }
        if facts != known { for remark in facts.remarks { logger.log(level: remark.level, "\(remark.text)") } }
        known = facts
        connection = made
        return made
    }
}
