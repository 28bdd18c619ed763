public import Alarms
public import Delivery

/// Delivers alarms to a topic of a Kafka cluster.
///
/// An event counts as delivered when every replica in step has it. The key is the camera, so that the events of one
/// camera lie in one partition, in order.
public actor KafkaSink: AlarmSink {
    /// Its name as a consumer of the queue.
    nonisolated public let name: String
    private let settings: KafkaSettings
    private let executor: DiskExecutor
    private var producer: KafkaProducer?

    /// A thread of its own: the library blocks.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// A sink that is known to the queue as `name`.
    public init(name: String, _ settings: KafkaSettings) {
        self.name = name
        self.settings = settings
        executor = DiskExecutor(label: "sink-\(name)")
    }

    /// Delivers `events`, oldest first; throws ``DeliveryFailure``.
    public func deliver(_ events: [StoredEvent]) async throws {
        let producer = try self.producer ?? KafkaProducer(settings, clientName: "tocsin")
        self.producer = producer
        let messages = events.map(Self.message)
        let (outcome, silence) = producer.send(messages)
        guard let failure = outcome.failure(silence: silence) else { return }
        do {
            guard failure.fault == .event else { throw failure }
            try deliverSingly(messages, from: failure.delivered, over: producer)
        } catch let failure as DeliveryFailure where failure.fault == .event {
            throw failure
        } catch {
            self.producer = nil
            throw error
        }
    }

    /// Ends the connections.
    public func close() { producer = nil }

    /// Sends what is left one by one: a broker refuses whole batches, of which one event alone may be too large.
    private func deliverSingly(
        _ messages: [KafkaProducer.Message], from first: Int, over producer: KafkaProducer
    ) throws {
        let end = ContinuousClock.now + .seconds(settings.timeout)
        for index in first..<messages.count {
            guard ContinuousClock.now < end else {
                throw DeliveryFailure(delivered: index, reason: "Kafka refuses batches and is slow with single events")
            }
            let (outcome, silence) = producer.send(messages[index...index])
            guard var failure = outcome.failure(silence: silence) else { continue }
            failure.delivered = index
            throw failure
        }
    }

    /// CloudEvents' binding for Kafka, structured: the event as it is, its attributes once more as headers.
    private static func message(_ event: StoredEvent) -> KafkaProducer.Message {
        let heading = EventHeading(event)
        let headers = [
            ("content-type", "application/cloudevents+json; charset=UTF-8"), ("ce_specversion", "1.0"),
            ("ce_id", heading.id), ("ce_type", heading.type), ("ce_source", heading.source), ("ce_time", heading.time),
        ]
        return KafkaProducer.Message(
            key: heading.camera.isEmpty ? "-" : heading.camera, headers: headers.filter { !$0.1.isEmpty },
            body: event.json)
    }
}
