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
        guard let keys = keys(.webhookSink), let value = keys.required("url", "write https://HOST/PATH"),
            let url = value.webAddress()
        else { return nil }
        var settings = WebhookSettings(url: Secret(url))
        settings.allowPlain = keys["allowPlain"]?.flag() ?? settings.allowPlain
        if settings.isPlain, !settings.allowPlain {
            value.report(
                "everybody on the way could read and change alarms", remedy: "write https://, or add allowPlain: true")
        }
        if let tls = keys.tlsFiles() {
            settings.tls = tls
            if url.lowercased().hasPrefix("http:") {
                keys["tls"]?.report("http:// is not secured", remedy: "write https:// in `url`, or delete this key")
            }
        }
        settings.secret = keys["secretFile"]?.signingSecret()
        settings.secondSecret = keys["secondSecretFile"]?.signingSecret()
        if keys["secretFile"] == nil {
            keys["secondSecretFile"]?.report("a second secret without a first", remedy: "add `secretFile`")
        }
        settings.token = keys["tokenFile"]?.bearerToken()
        settings.timeout = keys["timeout"]?.number(in: 0.1...20, unit: "seconds") ?? settings.timeout
        settings.parallel = keys["parallel"]?.integer(in: 1...64) ?? settings.parallel
        let host = settings.place.replacing(#/^[a-zA-Z]*:///#, with: "")
        return SiteSettings.Sink(name: "webhook:\(host)", .webhook(settings))
    }

    private func webAddress() -> String? {
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

    private func signingSecret() -> Secret? {
        guard let text = passwordFromFile("secret") else { return nil }
        if text.utf8.count < 16 {
            report(
                "the secret in this file is too short", remedy: "write 16 bytes or more, as openssl rand -hex 32 makes")
        }
        return Secret(text)
    }

    private func bearerToken() -> Secret? {
        guard let text = passwordFromFile("token") else { return nil }
        if !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            report("the token in this file has blanks or other characters in it", remedy: "write the token alone")
        }
        return Secret(text)
    }
}
