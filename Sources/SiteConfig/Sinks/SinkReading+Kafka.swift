import KafkaSink
import VideoCore

extension Section {
    static let kafkaSink = Section(path: "sinks[].kafka", keys: ["url"])
}

extension Value {
    /// `sinks[].kafka`.
    func kafkaSink() -> SiteSettings.Sink? {
        guard let keys = keys(.kafkaSink), let url = keys.required("url", "write its address")?.text("an address")
        else {
            return nil
        }
        return SiteSettings.Sink(name: "kafka:\(url)", .kafka(KafkaSettings(url: Secret(url))))
    }
}
