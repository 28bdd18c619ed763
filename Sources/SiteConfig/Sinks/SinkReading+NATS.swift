import Alarms
import Delivery
import NATSSink
import VideoCore

extension Section {
    static let natsSink = Section(
        path: "sinks[].nats",
        keys: [
            "url", "username", "password", "passwordFile", "token", "tokenFile", "credentials", "tls", "stream",
            "subject", "domain", "createStream", "keepDays", "duplicateWindow", "replicas", "requireFileStorage",
            "timeout",
        ])
}

extension Value {
    /// `sinks[].nats`.
    func natsSink() -> SiteSettings.Sink? {
        guard let keys = keys(.natsSink) else { return nil }
        guard let urls = keys.required("url", "write its address, as nats://host:4222") else { return nil }
        let addresses = urls.texts("an address such as nats://host:4222")
        guard !addresses.isEmpty else { return nil }
        var settings = NATSSettings(urls: addresses)
        settings.login = keys.natsLogin()
        settings.tls = keys.tlsFiles()
        settings.stream = keys["stream"]?.text("the name of a stream") ?? settings.stream
        settings.subject = keys["subject"]?.text("the beginning of subjects") ?? settings.subject
        settings.domain = keys["domain"]?.text("the name of a JetStream domain")
        settings.createStream = keys["createStream"]?.flag() ?? settings.createStream
        settings.keepDays = keys["keepDays"]?.integer(in: 1...3650) ?? settings.keepDays
        settings.duplicateWindow =
            keys["duplicateWindow"]?.number(in: 1...86400, unit: "seconds") ?? settings.duplicateWindow
        settings.replicas = keys["replicas"]?.integer(in: 1...5) ?? settings.replicas
        settings.requireFileStorage = keys["requireFileStorage"]?.flag() ?? settings.requireFileStorage
        settings.timeout = keys["timeout"]?.number(in: 1...10, unit: "seconds") ?? settings.timeout
        for mistake in settings.validate() {
            (keys[mistake.key] ?? self).report(mistake.problem, remedy: mistake.remedy)
        }
        keys.warnOfOpenLogin(isSecured: settings.tls != nil || settings.urls.allSatisfy { $0.hasPrefix("tls://") })
        return SiteSettings.Sink(name: "nats:\(settings.stream)", .nats(settings))
    }
}

extension SectionReader {
    /// One of `username`, `token` and `credentials`.
    fileprivate func natsLogin() -> NATSSettings.Login? {
        let login = login(readsFile: true)
        let token = secret("token", orFile: "tokenFile")
        let credentials = self["credentials"]?.secretFile("the path of a file that nsc wrote")
        let given = [login.username != nil, token != nil, credentials != nil].filter { $0 }
        if given.count > 1 {
            owner.report("there are several logins", remedy: "keep one of `username`, `token` and `credentials`")
        }
        if let user = login.username, login.password == nil {
            self["username"]?.report("a user name without a password", remedy: "add `password` or `passwordFile`")
            return .password(user: user, Secret(""))
        }
        if let user = login.username, let password = login.password { return .password(user: user, password) }
        return token.map { .token($0) } ?? credentials.map { .credentials(path: $0) }
    }
}
