import ChineseText
import Alarms
import Delivery
import Testing
import VideoCore

@testable import GB28181Sink

@Suite("What a platform is told when it asks")
struct DeviceDescriptionTests {
    private let now = Timestamp(milliseconds: 1_772_445_600_000)

    private func answers(_ root: String, _ type: String, _ more: String = "", _ settings: GB28181Settings = .sample())
        throws -> [HeardCommand]
    {
        let text = "<\(root)><CmdType>\(type)</CmdType><SN>9</SN><DeviceID>\(boxCode)</DeviceID>\(more)</\(root)>"
        let heard = try #require(HeardCommand(Array(text.utf8)))
        let commands = DeviceDescription(settings: settings).answers(to: heard, at: now)
        return commands.compactMap { HeardCommand($0.bytes(settings.charset)) }
    }

    @Test("The catalogue comes in pieces that fit into datagrams, with every camera that has a code")
    func catalogue() throws {
        let datagrams = try answers("Query", "Catalog")
        #expect(datagrams.count == 2)
        #expect(datagrams.allSatisfy { $0["SumNum"] == "3" && $0.number == 9 && $0.root == "Response" })
        #expect(datagrams.map { $0["Name"] } == ["东门", "A & B <屋顶>"], "the first camera of each")
        let stream = GB28181Settings.sample { $0.transport = .tcp }
        #expect(try answers("Query", "Catalog", "", stream).count == 1)
        let none = GB28181Settings.sample { $0.channels = [] }
        #expect(try answers("Query", "Catalog", "", none).map { $0["SumNum"] } == ["0"])
        let commands = DeviceDescription(settings: .sample()).answers(
            to: try #require(HeardCommand(Array("<Query><CmdType>Catalog</CmdType><SN>1</SN></Query>".utf8))), at: now)
        for command in commands { #expect(DeviceMessages(settings: .sample()).message(command).bytes.count < 1400) }
        let text = ChineseText.text(commands[0].bytes(.utf8))
        #expect(text.contains("<DeviceList Num=\"2\">") && text.contains("<Longitude>117.0512</Longitude>"))
        #expect(text.contains("<ParentID>\(boxCode)</ParentID>"))
    }

    @Test(
        "Questions and orders are answered, orders to move a camera and notices are not",
        arguments: [
            ("Query", "DeviceInfo", "", ["OK"]), ("Query", "DeviceStatus", "", ["OK"]),
            ("Query", "ConfigDownload", "", ["ERROR"]), ("Query", "PresetQuery", "", ["ERROR"]),
            ("Control", "DeviceControl", "<GuardCmd>SetGuard</GuardCmd>", ["ERROR"]),
            ("Control", "DeviceControl", "<AlarmCmd>ResetAlarm</AlarmCmd>", ["ERROR"]),
            ("Control", "DeviceControl", "<PTZCmd>A50F01021F0000D6</PTZCmd>", []),
            ("Response", "Alarm", "<Result>OK</Result>", []), ("Notify", "Keepalive", "", []),
        ])
    func results(root: String, type: String, more: String, expected: [String]) throws {
        let answers = try answers(root, type, more)
        #expect(answers.map { $0["Result"] } == expected)
        #expect(answers.allSatisfy { $0.type == type && $0.number == 9 && $0["DeviceID"] == boxCode })
    }

    @Test("The status tells the time on the platform's clocks, and there are no recordings")
    func status() throws {
        #expect(try answers("Query", "DeviceStatus").first?["DeviceTime"] == "2026-03-02T18:00:00")
        #expect(try answers("Query", "RecordInfo").first?["SumNum"] == "0")
        #expect(try answers("Query", "DeviceInfo").first?["Channel"] == "3")
    }

    @Test(
        "Requests have the status that tells what this side can do",
        arguments: [
            ("OPTIONS", 200), ("SUBSCRIBE", 200), ("INVITE", 405), ("BYE", 405), ("NOTIFY", 405), ("INFO", 405),
            ("FOO", 501), ("MESSAGE", 400),
        ])
    func requests(method: String, status: Int) {
        #expect(PlatformRequest(SIPMessage(method: method, uri: "sip:a@b")).status.code == status)
    }
}

@Suite("Verdicts on alarms")
struct AlarmVerdictTests {
    @Test(
        "A status says who is at fault, and whether this side is known still",
        arguments: [
            (400, true, false), (413, true, false), (415, true, false), (488, true, false), (401, false, true),
            (407, false, true), (403, false, true), (404, false, true), (408, false, true), (481, false, true),
            (500, false, false), (503, false, false), (302, false, false), (603, false, false),
        ])
    func verdict(status: Int, isEvent: Bool, endsRegistration: Bool) throws {
        var answer = SIPMessage(status: status, reason: "So\u{7}so")
        answer["Retry-After"] = "12 (busy)"
        let verdict = try #require(AlarmVerdict(answer, hasPassword: true))
        #expect((verdict.failure.fault == .event) == isEvent)
        #expect(verdict.endsRegistration == endsRegistration)
        #expect(verdict.failure.reason.contains("\(status) Soso; "))
        if status == 503 { #expect(verdict.failure.retryAfter == 12) }
    }

    @Test("200 and 202 take an alarm", arguments: [200, 202])
    func taken(status: Int) {
        #expect(AlarmVerdict(SIPMessage(status: status, reason: "OK"), hasPassword: false) == nil)
    }
}

@Suite("Settings")
struct SettingsTests {
    @Test("The defaults are right") func right() { #expect(GB28181Settings.sample().validate() == []) }

    private static let wrong: [(String, @Sendable (inout GB28181Settings) -> Void)] = [
        ("code", { $0.deviceCode = "12" }), ("code", { $0.deviceCode = "3402000000118000000x" }),
        ("code", { $0.deviceCode = $0.platform.code }), ("platform.code", { $0.platform.code = "" }),
        ("platform.domain", { $0.platform.domain = "a b" }), ("platform.host", { $0.platform.host = "a>\r\nX: y" }),
        ("platform.port", { $0.platform.port = 0 }), ("expires", { $0.expires = 59 }),
        ("keepalive", { $0.keepalive = 1 }), ("answerWithin", { $0.answerWithin = 13 }), ("phases", { $0.phases = [] }),
        ("username", { $0.username = "a\"b" }), ("mapping.fire.method", { $0.codes[.fire] = AlarmCode(method: 8) }),
        ("mapping.smoke.priority", { $0.codes[.smoke] = AlarmCode(method: 5, priority: 5) }),
    ]

    @Test("Each mistake is named with its key and a remedy", arguments: wrong.indices)
    func mistakes(index: Int) {
        let (key, change) = Self.wrong[index]
        let mistakes = GB28181Settings.sample(change: change).validate()
        #expect(mistakes.map(\.key) == [key])
        #expect(mistakes.allSatisfy { $0.remedy.contains("write") || $0.remedy.contains("name") })
    }
}
