import Alarms
import Delivery
import KafkaSink
import VideoCore

extension Section {
    static let kafkaSink = Section(
        path: "sinks[].kafka",
        keys: ["brokers", "username", "password", "passwordFile", "mechanism", "tls", "topic", "timeout"])
}

extension Value {
    /// `sinks[].kafka`.
    func kafkaSink() -> SiteSettings.Sink? {
        guard let keys = keys(.kafkaSink) else { return nil }
        guard let brokers = keys.required("brokers", "write its address, as [\"host:9092\"]") else { return nil }
        let addresses = brokers.texts("an address such as host:9092")
        guard !addresses.isEmpty else { return nil }
        var settings = KafkaSettings(brokers: addresses)
        settings.login = keys.kafkaLogin()
        settings.tls = keys.tlsFiles()
        settings.topic = keys["topic"]?.text("the name of a topic") ?? settings.topic
        settings.timeout = keys["timeout"]?.number(in: 1...20, unit: "seconds") ?? settings.timeout
        for mistake in settings.validate() {
            (keys[mistake.key] ?? self).report(mistake.problem, remedy: mistake.remedy)
        }
        keys.warnOfOpenLogin(isSecured: settings.tls != nil)
        return SiteSettings.Sink(name: "kafka:\(settings.topic)", .kafka(settings))
    }
}

extension SectionReader {
    fileprivate func kafkaLogin() -> KafkaSettings.Login? {
        let login = login(readsFile: true)
        let known = KafkaSettings.Login.Mechanism.allCases.map(\.rawValue)
        let mechanism = self["mechanism"]?.word(of: known).flatMap { KafkaSettings.Login.Mechanism(rawValue: $0) }
        guard let user = login.username else {
            self["mechanism"]?.report("a mechanism without a login", remedy: "add `username`, or delete it")
            return nil
        }
        guard let password = login.password else {
            self["username"]?.report("a user name without a password", remedy: "add `password` or `passwordFile`")
            return nil
        }
        return KafkaSettings.Login(user: user, password: password, mechanism: mechanism ?? .scram512)
    }
}
