import Delivery
import Foundation
import MQTTSink
import VideoCore

extension Section {
    static let mqttSink = Section(
        path: "sinks[].mqtt",
        keys: [
            "url", "version", "username", "password", "passwordFile", "tls", "clientID", "topic", "keepAlive",
            "ackTimeout", "inFlight", "maximumSize", "requireSubscriber",
        ])
}

extension Value {
    /// `sinks[].mqtt`.
    func mqttSink() -> SiteSettings.Sink? {
        guard let keys = keys(.mqttSink), var settings = keys.mqttBroker() else { return nil }
        settings.clientID = keys["clientID"]?.identifier()
        settings.topic = keys["topic"]?.topic("the beginning of a topic, such as tocsin") ?? settings.topic
        settings.keepAlive = keys["keepAlive"]?.integer(in: 5...3600) ?? settings.keepAlive
        settings.ackTimeout = keys["ackTimeout"]?.number(in: 0.1...10, unit: "seconds") ?? settings.ackTimeout
        settings.inFlight = keys["inFlight"]?.integer(in: 1...1000) ?? settings.inFlight
        settings.maximumBytes =
            keys["maximumSize"]?.byteSize(in: 1024...255 << 20) ?? settings.maximumBytes
        settings.requireSubscriber = keys["requireSubscriber"]?.flag() ?? settings.requireSubscriber
        return SiteSettings.Sink(name: "mqtt:\(settings.place)", .mqtt(settings))
    }

    /// A topic, or the beginning of one: what `expected` says.
    func topic(_ expected: String) -> String? {
        guard let text = text(expected) else { return nil }
        if MQTTTopics.isBase(text) { return text }
        report(
            "\(shown) is not \(expected)",
            remedy: "write words with `/` between them, without `+`, `#` and `$`, 200 bytes at most")
        return nil
    }

    fileprivate func brokerAddress() -> (host: String, port: Int, isSecured: Bool)? {
        let form = "write it as mqtts://HOST:8883, or mqtt://HOST:1883"
        guard let text = text("the broker's address") else { return nil }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["mqtt", "mqtts"].contains(scheme), let host = parts.host, !host.isEmpty
        else {
            report("this is no address of an MQTT broker", remedy: form)
            return nil
        }
        if parts.user != nil || parts.password != nil {
            report("the address has a login in it", remedy: "write `username` and `passwordFile` instead")
        }
        if !["", "/"].contains(parts.path) || parts.query != nil || parts.fragment != nil {
            report("the address has a path, which MQTT knows nothing of", remedy: form)
        }
        let port = parts.port ?? (scheme == "mqtts" ? 8883 : 1883)
        if !(1...65535).contains(port) { report("the port is not a number 1…65535", remedy: form) }
        return (host.trimmingCharacters(in: ["[", "]"]), port, scheme == "mqtts")
    }
}

extension SectionReader {
    /// How a broker is reached: `url`, `tls`, the login and `version`.
    func mqttBroker() -> MQTTSettings? {
        guard let url = required("url", "write mqtts://HOST:8883, or mqtt://HOST:1883"),
            let address = url.brokerAddress()
        else { return nil }
        var settings = MQTTSettings(host: address.host, port: address.port)
        let tls = tlsFiles()
        if address.isSecured {
            settings.tls = tls ?? TLSFiles()
        } else {
            self["tls"]?.report("mqtt:// is not secured", remedy: "write mqtts:// in `url`, or delete this key")
        }
        readMQTTLogin(into: &settings, isSecured: address.isSecured)
        if self["version"]?.integer(in: 3...5) == 3 { settings.version = .v3 }
        if self["version"]?.plain == "4" {
            self["version"]?.report("there is no MQTT 4 to choose", remedy: "write 5, or 3 for MQTT 3.1.1")
        }
        return settings
    }

    private func readMQTTLogin(into settings: inout MQTTSettings, isSecured: Bool) {
        let login = login(readsFile: true)
        settings.username = login.username
        settings.password = login.password
        let host = settings.host
        let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        guard !isSecured, !isLoopback, login.username != nil else { return }
        (self["password"] ?? self["passwordFile"] ?? self["username"])?.warn(
            "the login crosses the network in the clear", remedy: "write mqtts:// in `url`")
    }
}
