import MQTTSink
import VideoCore

extension Section {
    static let mqttSink = Section(path: "sinks[].mqtt", keys: ["url"])
}

extension Value {
    /// `sinks[].mqtt`.
    func mqttSink() -> SiteSettings.Sink? {
        guard let keys = keys(.mqttSink), let url = keys.required("url", "write its address")?.text("an address") else {
            return nil
        }
        return SiteSettings.Sink(name: "mqtt:\(url)", .mqtt(MQTTSettings(url: Secret(url))))
    }
}
