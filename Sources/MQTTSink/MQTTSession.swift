import Alarms
import Delivery
import Glibc

/// What a sink has with its broker, on a thread of its own: the library's calls block.
actor MQTTSession {
    /// Seconds after which nothing more of a batch is begun, so that a slow broker does not hold it for ever.
    private static let longestBatch = 8.0

    private let settings: MQTTSettings
    private let clientID: String
    private let topics: MQTTTopics
    private let executor: DiskExecutor
    private var client: MQTTClient?
    private var isClosed = false
    /// Whether events are sent one by one, to find the one that ends the connection.
    private var isCareful = false
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ settings: MQTTSettings, clientID: String, topics: MQTTTopics) {
        self.settings = settings
        self.clientID = clientID
        self.topics = topics
        executor = DiskExecutor(label: "mqtt-\(clientID)")
    }

    /// Publishes `events` and waits until each is acknowledged. A connection on which one was not is given up, and with it
    /// whatever the library still holds.
    func deliver(_ events: [StoredEvent]) throws {
        let client = try connected()
        var batch = MQTTBatch(count: events.count, window: isCareful ? 1 : settings.inFlight)
        do { try exchange(events, &batch, client) } catch {
            // What was said before the end counts.
            _ = settle(events, &batch, client)
            self.client = nil
            throw judge(error, batch, client)
        }
        isCareful = false
        if !batch.isComplete { throw failure(of: batch, client) }
    }

    /// Lets the library ask whether the broker is still there, and connects where there is no connection; throws why there
    /// is none.
    func keepAlive() throws {
        guard !isClosed else { return }
        let client = try connected()
        do {
            try client.step(0)
            _ = client.takeAcknowledged()
        } catch {
            self.client = nil
            _ = try connected()
        }
    }

    /// Says `offline` and goodbye, within a second.
    func close() {
        isClosed = true
        guard let client, client.isConnected else { return }
        self.client = nil
        _ = try? client.answer(to: state("offline"), patience: 0.7)
        client.disconnect()
        try? client.step(0.05)
    }

    private func connected() throws(DeliveryFailure) -> MQTTClient {
        if let client, client.isConnected { return client }
        client = nil
        let new = try MQTTClient(settings, id: clientID, will: state("offline"))
        try new.connect(patience: min(settings.ackTimeout, 8))
        if Task.isCancelled { throw DeliveryFailure(reason: "given up") }
        _ = new.publish(state("online"))
        client = new
        return new
    }

    /// What a lost connection means for a batch. One that ended over something said on it is followed by one on which
    /// events are sent one by one; if that ends so again, it is the event's fault.
    private func judge(_ loss: DeliveryFailure, _ batch: MQTTBatch, _ client: MQTTClient) -> DeliveryFailure {
        if let refusal = batch.refusal?.failure(after: batch.delivered, takesOthers: batch.tookAny) { return refusal }
        let isCulprit = isCareful && client.hasObjected
        isCareful = client.hasObjected && !isCulprit
        let reason = isCulprit ? "the broker cannot deal with the event: \(loss.reason)" : loss.reason
        return DeliveryFailure(delivered: batch.delivered, fault: isCulprit ? .event : .farEnd, reason: reason)
    }

    private func failure(of batch: MQTTBatch, _ client: MQTTClient) -> DeliveryFailure {
        let slow = "\(settings.place) is slow: it took \(batch.delivered) alarms in \(Int(Self.longestBatch)) s"
        let takesOthers = batch.tookAny || batch.refusal != nil && takes(client)
        return batch.refusal?.failure(after: batch.delivered, takesOthers: takesOthers)
            ?? DeliveryFailure(delivered: batch.delivered, reason: slow)
    }

    /// Whether the broker takes a message that is none of ours to lose: so it can be told whether it refuses one event or all.
    private func takes(_ client: MQTTClient) -> Bool {
        guard let code = try? client.answer(to: state("online"), patience: settings.ackTimeout) else { return false }
        return code < 0x80
    }

    private func topic(of event: StoredEvent) -> String {
        let heading = EventHeading(event)
        return topics.alarms(camera: heading.camera, kind: heading.kind)
    }

    /// The state of this sink.
    private func state(_ word: String) -> MQTTMessage {
        MQTTMessage(topic: topics.status, body: Array(word.utf8), isRetained: true)
    }

    private func message(_ event: StoredEvent) -> MQTTMessage {
        MQTTMessage(
            topic: topic(of: event), body: event.json, contentType: "application/cloudevents+json; charset=utf-8",
            event: event.id)
    }

    private func exchange(
        _ events: [StoredEvent], _ batch: inout MQTTBatch, _ client: MQTTClient
    ) throws(DeliveryFailure) {
        let began = ContinuousClock.now
        var lastWord = began
        while true {
            let now = ContinuousClock.now
            if now - began > .seconds(Self.longestBatch) { batch.stop() }
            while let next = batch.next { try send(events[next], &batch, client) }
            if batch.isSettled { return }
            if Task.isCancelled { throw DeliveryFailure(reason: "given up") }
            guard now - lastWord < .seconds(settings.ackTimeout) else {
                let silence = "has acknowledged nothing for \(settings.ackTimeout) s"
                throw DeliveryFailure(reason: "\(settings.place) \(silence)")
            }
            try client.step(min(0.1, settings.ackTimeout / 4))
            if settle(events, &batch, client) { lastWord = .now }
        }
    }

    /// Enters what was acknowledged; false when nothing was.
    private func settle(_ events: [StoredEvent], _ batch: inout MQTTBatch, _ client: MQTTClient) -> Bool {
        let answers = client.takeAcknowledged()
        for answer in answers {
            guard let event = batch.event(of: answer.id) else { continue }
            let verdict = MQTTVerdict(
                code: answer.code, topic: topic(of: events[event]),
                requireSubscriber: settings.requireSubscriber)
            batch.acknowledged(answer.id, verdict)
        }
        return !answers.isEmpty
    }

    private func send(
        _ event: StoredEvent, _ batch: inout MQTTBatch, _ client: MQTTClient
    ) throws(DeliveryFailure) {
        let isSmall = event.json.count <= settings.maximumBytes
        switch isSmall ? client.publish(message(event)) : .failure(.tooLarge) {
        case .success(let id): batch.sent(as: id)
        case .failure(.tooLarge):
            let reason = "the event has \(event.json.count) bytes, more than the broker takes"
            batch.refused(.refused(.event, reason: reason))
        case .failure(.lost(let failure)): throw failure
        }
    }
}
