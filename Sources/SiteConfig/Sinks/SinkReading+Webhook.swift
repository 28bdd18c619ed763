import WebhookSink
import VideoCore

extension Section {
    static let webhookSink = Section(path: "sinks[].webhook", keys: ["url"])
}

extension Value {
    /// `sinks[].webhook`.
    func webhookSink() -> SiteSettings.Sink? {
        guard let keys = keys(.webhookSink), let url = keys.required("url", "write its address")?.text("an address")
        else {
            return nil
        }
        return SiteSettings.Sink(name: "webhook:\(url)", .webhook(WebhookSettings(url: Secret(url))))
    }
}
