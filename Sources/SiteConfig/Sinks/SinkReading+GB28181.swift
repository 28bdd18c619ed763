import GB28181Sink
import VideoCore

extension Section {
    static let gb28181Sink = Section(path: "sinks[].gb28181", keys: ["url"])
}

extension Value {
    /// `sinks[].gb28181`.
    func gb28181Sink() -> SiteSettings.Sink? {
        guard let keys = keys(.gb28181Sink), let url = keys.required("url", "write its address")?.text("an address")
        else {
            return nil
        }
        return SiteSettings.Sink(name: "gb28181:\(url)", .gb28181(GB28181Settings(url: Secret(url))))
    }
}
