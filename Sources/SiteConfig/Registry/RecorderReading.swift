import VideoStreams
import Yams

/// `nvrs`.
extension Value {
    static func recorders(_ entries: [Value]) -> [SiteSettings.Recorder] {
        var first: [String: Field] = [:]
        return entries.compactMap { entry in
            guard let keys = entry.keys(.recorder) else { return nil }
            let value = keys.required("id", "give the recorder an id, such as nvr-1")?.field("an id")
            let id = value?.identifier()
            let maxConnects = keys["maxConnects"]?.integer(in: 1...64)
            let maxSessions = keys["maxSessions"]?.integer(in: 1...64)
            let name = keys["name"]?.line()
            let login = keys.login(readsFile: true)
            let (address, template) = (keys.recorderAddress(), keys.channelTemplate())
            guard let value, let id else { return nil }
            value.requireUnique("recorder", in: &first)
            var recorder = SiteSettings.Recorder(id: id)
            recorder.maxConnects = maxConnects ?? recorder.maxConnects
            recorder.maxSessions = maxSessions ?? recorder.maxSessions
            recorder.name = name
            (recorder.address, recorder.template) = (address, template)
            (recorder.username, recorder.password) = (login.username, login.password)
            return recorder
        }
    }
}

extension SectionReader {
    /// `address`: host and port.
    fileprivate func recorderAddress() -> String? {
        guard let value = self["address"], let text = value.text("HOST or HOST:PORT, as 192.0.2.10:554") else {
            return nil
        }
        let isPlain = !text.contains { "/@?#{}".contains($0) }
        guard isPlain, (try? StreamAddress("rtsp://\(text)/")) != nil else {
            value.report(
                "is not the address of a recorder",
                remedy: "write HOST or HOST:PORT without rtsp:// and without a password, as 192.0.2.10:554")
            return nil
        }
        if self["vendor"] == nil, self["urlTemplate"] == nil {
            value.report(
                "how this recorder names its channels is not known",
                remedy: "add `vendor`: \(Suggestion.choice(ChannelTemplate.Vendor.allCases.map(\.rawValue))); "
                    + "or `urlTemplate`")
        }
        return text
    }

    /// `vendor` or `urlTemplate`.
    fileprivate func channelTemplate() -> ChannelTemplate? {
        let vendor = self["vendor"].flatMap { value in
            value.word(of: ChannelTemplate.Vendor.allCases.map(\.rawValue)).flatMap { word in
                ChannelTemplate.Vendor(rawValue: word)
            }
        }
        guard let value = self["urlTemplate"] else {
            if let vendor = self["vendor"], self["address"] == nil {
                vendor.report("the recorder has no address", remedy: "add `address`, as 192.0.2.10:554")
            }
            return vendor.map { ChannelTemplate($0) }
        }
        if self["vendor"] != nil {
            value.report("how channels are named is given twice", remedy: "keep either `vendor` or `urlTemplate`")
        }
        return value.template(hasAddress: self["address"] != nil)
    }
}

extension Value {
    private static let example = "rtsp://{address}/live/{channel}/{stream}"

    fileprivate func template(hasAddress: Bool) -> ChannelTemplate? {
        guard let text = text("a URL such as \(Self.example)") else { return nil }
        let template = ChannelTemplate(text)
        for name in template.names where !ChannelTemplate.placeholders.contains(String(name)) {
            let known = ChannelTemplate.placeholders.map { "{\($0)}" }
            report("an unknown placeholder stands in braces", remedy: "write \(Suggestion.choice(known))")
            return nil
        }
        guard template.names.contains(where: { $0.hasPrefix("channel") }) else {
            report("all channels would have the same URL", remedy: "write {channel} where the number belongs")
            return nil
        }
        if template.names.contains("address"), !hasAddress {
            report("{address} stands for nothing", remedy: "add `address`, as 192.0.2.10:554")
            return nil
        }
        let url = template.url(address: "192.0.2.10:554", channel: 1, stream: .sub)
        guard !url.contains("@") else {
            report("a URL with a login in it is not read here", remedy: "write `username` and `passwordFile` instead")
            return nil
        }
        guard url.contains("://"), let address = try? StreamAddress(url), !address.isFile else {
            report("is not the URL of a stream", remedy: "write it as \(Self.example)")
            return nil
        }
        return template
    }
}
