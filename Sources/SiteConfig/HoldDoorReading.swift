import Foundation
import MQTTSink
import WebhookSink

extension Section {
    static let holdDoor = Section(
        path: "cameras[].detectors.ebike.holdDoor", keys: ["relay", "mqtt", "webhook", "fireService"])
    static let mqttDoor = Section(
        path: holdDoor.path(of: "mqtt"),
        keys: ["url", "topic", "version", "username", "password", "passwordFile", "tls"])
    static let webhookDoor = Section(
        path: holdDoor.path(of: "webhook"),
        keys: ["url", "allowPlain", "tls", "secretFile", "secondSecretFile", "tokenFile"])
}

extension Value {
    /// `ebike.holdDoor`.
    func holdDoor(isWatched: Bool) -> DetectorSettings.HoldDoor? {
        guard let keys = keys(.holdDoor) else { return nil }
        let outputs = ["relay", "mqtt", "webhook"].compactMap { key in keys[key].map { (key, $0) } }
        for (_, other) in outputs.dropFirst() {
            other.report("a door is held by one thing", remedy: "keep one of `relay`, `mqtt` and `webhook`")
        }
        guard let (key, value) = outputs.first else {
            _ = keys.required(
                "relay", "name the file that holds the door while it says 1, or write `mqtt` or `webhook`")
            return nil
        }
        let output =
            switch key {
            case "mqtt": value.mqttDoor()
            case "webhook": value.webhookDoor()
            default: value.relay(isWatched: isWatched)
            }
        let fireService = keys["fireService"]?.text("the path of a file").map {
            ConfigurationFile.path($0, from: diagnosis.directory)
        }
        guard let output else { return nil }
        if let fireService, output == .relay(fireService) {
            keys["fireService"]?.report(
                "it is the relay itself", remedy: "name the file of fire service's signal, or delete the key")
        }
        return DetectorSettings.HoldDoor(output: output, fireService: fireService)
    }

    private func mqttDoor() -> DetectorSettings.HoldDoor.Output? {
        guard let keys = keys(.mqttDoor) else { return nil }
        let topic = keys.required("topic", "name the topic that the lift's controller listens to")?.topic(
            "a topic, such as lifts/3-1/door")
        guard let broker = keys.mqttBroker(), let topic else { return nil }
        return .mqtt(broker, topic: topic)
    }

    private func webhookDoor() -> DetectorSettings.HoldDoor.Output? {
        guard let keys = keys(.webhookDoor), let settings = keys.webhookServer() else { return nil }
        if settings.secret == nil {
            keys["url"]?.warn(
                "the controller cannot tell who holds the door",
                remedy: "add `secretFile`, and let it verify signatures")
        }
        return .webhook(settings)
    }

    private func relay(isWatched: Bool) -> DetectorSettings.HoldDoor.Output? {
        guard let text = text("the path of a file") else { return nil }
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        if isWatched { warnAboutRelay(path) }
        return .relay(path)
    }

    /// A relay that cannot be written lets go for ever, which is noticed when it should have held.
    private func warnAboutRelay(_ path: String) {
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            if isFolder.boolValue {
                warn("it is a folder, so the door will not be held", remedy: "name the file of the relay in it")
            }
            return
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if !FileManager.default.fileExists(atPath: folder) {
            warn(
                "the folder of this file does not exist, so the door will not be held",
                remedy: "check the path; make the folder before the service starts")
        }
    }
}
