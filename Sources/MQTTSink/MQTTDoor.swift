import Alarms
import Delivery
import Foundation
public import Linkage

/// The way to the controller of a lift by a topic of an MQTT broker: each word is acknowledged (QoS 1), none is retained.
///
/// The broker publishes that the door is free when the connection is lost, as when this process is killed.
public actor MQTTDoor: DoorLine {
    /// Seconds within which a connection must come about, and a word be acknowledged.
    private static let patience = 1.5

    /// Often enough for the broker to notice a dead connection within some seconds.
    nonisolated public let rest = 5.0
    private let settings: MQTTSettings
    private let topic: String
    private let clientID: String
    private let will: MQTTMessage
    private let executor: DiskExecutor
    private var client: MQTTClient?
    /// A thread of its own: the library's calls block.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// By `topic` of the broker of `settings`, whose own topic is not used, for `lift` of `site`.
    public init(lift: String, site: String, _ settings: MQTTSettings, topic: String) {
        self.settings = settings
        self.topic = topic
        clientID = settings.clientID ?? MQTTSink.clientID(site: site, sink: "\(lift)-door")
        will = Self.message(DoorWord(lift: lift), on: topic)
        executor = DiskExecutor(label: "door-\(lift)")
    }

    /// Publishes `word`. That nobody has subscribed is a failure (MQTT 5).
    public func say(_ word: DoorWord) throws {
        // One that had to wait for the one before may be out of date.
        try Task.checkCancellation()
        let code: Int32?
        do {
            code = try connected().answer(to: Self.message(word, on: topic), patience: Self.patience)
        } catch {
            client = nil
            throw error
        }
        guard let code else {
            // What comes instead goes the same way, behind it.
            try Task.checkCancellation()
            // Given up with the connection: what it still holds must not arrive late.
            client = nil
            throw DeliveryFailure(reason: "\(settings.place) has acknowledged nothing for \(Self.patience) s")
        }
        if let reason = refusal(code) { throw DeliveryFailure(reason: reason) }
    }

    private func connected() throws(DeliveryFailure) -> MQTTClient {
        if let client, client.isConnected { return client }
        client = nil
        let new = try MQTTClient(settings, id: clientID, will: will)
        try new.connect(patience: Self.patience)
        client = new
        return new
    }

    private func refusal(_ code: Int32) -> String? {
        if code == 0x10 {
            return "\(settings.place): nobody has subscribed to \(topic); does the lift's controller run?"
        }
        return switch MQTTVerdict(code: code, topic: topic, requireSubscriber: false) {
        case .taken: nil
        case .refused(_, let reason): "\(settings.place): \(reason)"
        case .refusedWithoutReason(let code): "\(settings.place) refuses it (\(MQTTCode.hexadecimal(code)))"
        }
    }

    private static func message(_ word: DoorWord, on topic: String) -> MQTTMessage {
        MQTTMessage(
            topic: topic, body: word.json(at: Date()), contentType: "application/json; charset=utf-8",
            // Nobody who comes later may hear that the door is to be held.
            expiry: word.seconds)
    }
}
