import Foundation
import VideoCore
import WebhookSink

extension Section {
    static let webhookSink = Section(
        path: "sinks[].webhook",
        keys: ["url", "allowPlain", "tls", "secretFile", "secondSecretFile", "tokenFile", "timeout", "parallel"])
}

extension Value {
    /// `sinks[].webhook`.
    func webhookSink() -> SiteSettings.Sink? {
        guard let keys = keys(.webhookSink), var settings = keys.webhookServer() else { return nil }
        settings.timeout = keys["timeout"]?.number(in: 0.1...20, unit: "seconds") ?? settings.timeout
        settings.parallel = keys["parallel"]?.integer(in: 1...64) ?? settings.parallel
        let host = settings.place.replacing(#/^[a-zA-Z]*:///#, with: "")
        return SiteSettings.Sink(name: "webhook:\(host)", .webhook(settings))
    }

    fileprivate func webAddress() -> String? {
        let form = "write it as https://HOST/PATH"
        guard let text = text("the receiver's address") else { return nil }
        guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme?.lowercased()),
            parts.host?.isEmpty == false, (1...65535).contains(parts.port ?? 1)
        else {
            report("this is no address of a web server", remedy: form)
            return nil
        }
        guard parts.user == nil, parts.password == nil else {
            report("the address has a login in it", remedy: "take it out, and use `tokenFile` or a client certificate")
            return nil
        }
        return text
    }

    fileprivate func signingSecret() -> Secret? {
        guard let text = passwordFromFile("secret") else { return nil }
        if text.utf8.count < 16 {
            report(
                "the secret in this file is too short", remedy: "write 16 bytes or more, as openssl rand -hex 32 makes")
        }
        return Secret(text)
    }

    fileprivate func bearerToken() -> Secret? {
        guard let text = passwordFromFile("token") else { return nil }
        if !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            report("the token in this file has blanks or other characters in it", remedy: "write the token alone")
        }
        return Secret(text)
    }
}

extension SectionReader {
    /// How a web server is reached, and what requests are signed with.
    func webhookServer() -> WebhookSettings? {
        guard let value = required("url", "write https://HOST/PATH"), let url = value.webAddress() else { return nil }
        var settings = WebhookSettings(url: Secret(url))
        settings.allowPlain = self["allowPlain"]?.flag() ?? settings.allowPlain
        if settings.isPlain, !settings.allowPlain {
            value.report(
                "everybody on the way could read and change what is sent",
                remedy: "write https://, or add allowPlain: true")
        }
        if let tls = tlsFiles() {
            settings.tls = tls
            if url.lowercased().hasPrefix("http:") {
                self["tls"]?.report("http:// is not secured", remedy: "write https:// in `url`, or delete this key")
            }
        }
        settings.secret = self["secretFile"]?.signingSecret()
        settings.secondSecret = self["secondSecretFile"]?.signingSecret()
        if self["secretFile"] == nil {
            self["secondSecretFile"]?.report("a second secret without a first", remedy: "add `secretFile`")
        }
        settings.token = self["tokenFile"]?.bearerToken()
        return settings
    }
}
