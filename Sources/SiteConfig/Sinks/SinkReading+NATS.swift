import NATSSink
import VideoCore

extension Section {
    static let natsSink = Section(path: "sinks[].nats", keys: ["url"])
}

extension Value {
    /// `sinks[].nats`.
    func natsSink() -> SiteSettings.Sink? {
        guard let keys = keys(.natsSink), let url = keys.required("url", "write its address")?.text("an address") else {
            return nil
        }
        return SiteSettings.Sink(name: "nats:\(url)", .nats(NATSSettings(url: Secret(url))))
    }
}
