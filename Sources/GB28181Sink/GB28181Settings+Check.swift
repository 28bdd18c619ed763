public import Alarms

extension GB28181Settings {
    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        var mistakes: [SettingMistake] = []
        func demand(_ holds: Bool, _ key: String, _ problem: String, _ remedy: String) {
            if !holds { mistakes.append(SettingMistake(key: key, problem: problem, remedy: remedy)) }
        }
        for (key, code) in [("code", deviceCode), ("platform.code", platform.code)] {
            demand(Self.isCode(code), key, "is no code of 20 digits", "write 20 digits")
        }
        demand(
            deviceCode != platform.code, "code", "is the platform's own code",
            "write the code that the platform has given to this box")
        demand(
            Self.isDomain(platform.domain), "platform.domain", "is no SIP domain", "write ten digits, or a host name")
        demand(Self.isDomain(platform.host), "platform.host", "is no host", "write a name or a numeric address")
        demand((1...65535).contains(platform.port), "platform.port", "is out of range", "write 1…65535")
        demand((60...86400).contains(expires), "expires", "is out of range", "write seconds, 60…86400")
        demand((5...600).contains(keepalive), "keepalive", "is out of range", "write seconds, 5…600")
        demand((1...12).contains(answerWithin), "answerWithin", "is out of range", "write seconds, 1…12")
        demand(!phases.isEmpty, "phases", "nothing would be sent", "name one of open, update and close")
        demand(
            username?.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" } ?? true, "username",
            "holds a quotation mark or control character", "have another name given by the platform")
        for (subject, code) in codes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            mistakes += code.mistakes(at: "mapping.\(subject.rawValue)")
        }
        return mistakes
    }

    private static func isCode(_ text: String) -> Bool {
        text.utf8.count == 20 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// What can stand in a URI of SIP without breaking out of it.
    private static func isDomain(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || ".-:".utf8.contains(byte)
            }
    }
}

extension AlarmCode {
    fileprivate func mistakes(at key: String) -> [SettingMistake] {
        let numbers: [(String, Int?, ClosedRange<Int>)] = [
            ("method", method, 1...7), ("type", type, 1...99), ("eventType", eventType, 1...99),
            ("priority", priority, 1...4),
        ]
        return numbers.compactMap { name, number, range in
            guard let number, !range.contains(number) else { return nil }
            return SettingMistake(
                key: "\(key).\(name)", problem: "\(number) is out of range",
                remedy: "write \(range.lowerBound)…\(range.upperBound)")
        }
    }
}
