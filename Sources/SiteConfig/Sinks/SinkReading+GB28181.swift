import Alarms
import GB28181Sink
import Ledger
import VideoCore

extension Section {
    static let gb28181Sink = Section(
        path: "sinks[].gb28181",
        keys: [
            "platform", "code", "transport", "username", "password", "passwordFile", "charset", "version", "expires",
            "keepalive", "answerWithin", "waitForResponse", "phases", "mapping",
        ])
    static let gb28181Platform = Section(path: "sinks[].gb28181.platform", keys: ["code", "domain", "host", "port"])
    static let gb28181Mapping = Section(
        path: "sinks[].gb28181.mapping", keys: AlarmSubject.allCases.map(\.rawValue))
    static let gb28181Code = Section(
        path: "sinks[].gb28181.mapping.KIND", keys: ["method", "type", "eventType", "priority"])

    /// All that stand below `sinks[].gb28181`.
    static let gb28181 = [gb28181Sink, gb28181Platform, gb28181Mapping, gb28181Code]
}

extension Value {
    /// `sinks[].gb28181`.
    func gb28181Sink() -> SiteSettings.Sink? {
        guard let keys = keys(.gb28181Sink) else { return nil }
        let platform = keys.required("platform", "say which, as {code: \"…\", host: 192.0.2.10}")?.platform()
        let code = keys.required("code", "write the 20 digits that the platform has given to this box")?
            .field("20 digits in quotes")?.codeText()
        var settings = GB28181Settings(platform: platform ?? .init(code: "", host: ""), deviceCode: code ?? "")
        keys.readTransport(into: &settings)
        keys.readAlarms(into: &settings)
        guard let platform, let code else { return nil }
        if code == platform.code {
            keys["code"]?.report(
                "is the platform's own code", remedy: "write the code that the platform has given to this box")
        }
        return SiteSettings.Sink(name: "gb28181:\(code)@\(platform.host):\(platform.port)", .gb28181(settings))
    }

    private func platform() -> GB28181Settings.Platform? {
        guard let keys = keys(.gb28181Platform) else { return nil }
        let code = keys.required("code", "write the platform's 20 digits, in quotes")?.field("20 digits in quotes")?
            .codeText()
        let host = keys.required("host", "write its numeric address or its name")?.host()
        let domain = keys["domain"]?.host()
        let port = keys["port"]?.integer(in: 1...65535)
        guard let code, let host else { return nil }
        var platform = GB28181Settings.Platform(code: code, host: host)
        platform.domain = domain ?? platform.domain
        platform.port = port ?? platform.port
        return platform
    }

    private func host() -> String? {
        let expected = "a name or a numeric address, such as 192.0.2.10"
        guard let text = text(expected) else { return nil }
        let isHost =
            text.utf8.count <= 253
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || ".-:".utf8.contains(byte)
            }
        // Of colons an address of IPv6 has two or more.
        guard isHost, text.count(where: { $0 == ":" }) != 1 else {
            report("\(shown) is no host", remedy: "write \(expected), without sip: and without the port")
            return nil
        }
        return text
    }

    fileprivate func alarmCode(_ standard: AlarmCode) -> AlarmCode? {
        guard let keys = keys(.gb28181Code) else { return nil }
        let method = keys["method"]?.integer(in: 1...7)
        // Of another method a type means something else.
        var code = method.map { AlarmCode(method: $0, priority: standard.priority) } ?? standard
        code.type = keys["type"]?.integer(in: 1...99) ?? code.type
        code.eventType = keys["eventType"]?.integer(in: 1...99) ?? (keys["type"] == nil ? code.eventType : nil)
        code.priority = keys["priority"]?.integer(in: 1...4) ?? code.priority
        return code
    }
}

extension SectionReader {
    fileprivate func readTransport(into settings: inout GB28181Settings) {
        let transports = GB28181Settings.Transport.allCases.map(\.rawValue)
        settings.transport =
            self["transport"]?.word(of: transports).flatMap(GB28181Settings.Transport.init) ?? settings.transport
        let login = login(readsFile: true)
        (settings.username, settings.password) = (login.username, login.password)
        settings.expires = self["expires"]?.integer(in: 60...86400) ?? settings.expires
        settings.keepalive = self["keepalive"]?.integer(in: 5...600) ?? settings.keepalive
        settings.answerWithin = self["answerWithin"]?.number(in: 1...12, unit: "seconds") ?? settings.answerWithin
    }

    fileprivate func readAlarms(into settings: inout GB28181Settings) {
        let charsets = GB28181Settings.Charset.allCases.map(\.rawValue)
        settings.charset = self["charset"]?.word(of: charsets).flatMap(GB28181Settings.Charset.init) ?? settings.charset
        let versions = GB28181Settings.Version.allCases.map { "\($0.rawValue)" }
        settings.version =
            self["version"]?.word(of: versions).flatMap { Int($0) }.flatMap(GB28181Settings.Version.init)
            ?? settings.version
        settings.waitsForResponse = self["waitForResponse"]?.flag() ?? settings.waitsForResponse
        if let entries = self["phases"]?.list(of: "phases") {
            let phases = AlarmPhase.allCases.map(\.rawValue)
            settings.phases = Set(entries.compactMap { $0.word(of: phases).flatMap(AlarmPhase.init) })
            if entries.isEmpty {
                self["phases"]?.report("nothing would be sent", remedy: "write [open], or delete the key")
            }
        }
        guard let mapping = self["mapping"]?.keys(.gb28181Mapping) else { return }
        for subject in AlarmSubject.allCases {
            settings.codes[subject] = mapping[subject.rawValue]?.alarmCode(subject.code(in: settings.version))
        }
    }
}

extension SiteSettings {
    /// Tells the sinks what they need to know of the site: its devices, and its time zone.
    mutating func completeSinks() {
        for index in sinks.indices {
            guard case .gb28181(var settings) = sinks[index].target else { continue }
            settings.timeZone = timeZone
            settings.channels = registry.devices.compactMap { device in
                guard let code = device.code?.description else { return nil }
                return GB28181Settings.Channel(
                    id: device.id, code: code, name: device.name ?? device.id, longitude: device.longitude,
                    latitude: device.latitude)
            }
            sinks[index].target = .gb28181(settings)
        }
    }
}
