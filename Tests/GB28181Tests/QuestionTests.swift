import Alarms
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import GB28181Sink

/// What a platform that is a program of its own asks, and is told.
@Suite("Asked by a platform", .serialized)
struct QuestionTests {
    private let folder: ScratchFolder
    private let platform: SIPPlatform

    init() throws {
        folder = try ScratchFolder()
        platform = try SIPPlatform(in: folder)
    }

    private func query(_ type: String, _ more: String = "") -> String {
        "<?xml version=\"1.0\" encoding=\"GB2312\"?>\r\n<Query>\r\n<CmdType>\(type)</CmdType>\r\n<SN>31</SN>\r\n"
            + "<DeviceID>\(boxCode)</DeviceID>\r\n<Name>东</Name>\(more)\r\n</Query>\r\n"
    }

    private func begin(_ ask: [SIPPlatform.Request], over transport: GB28181Settings.Transport = .udp) async throws
        -> GB28181Sink
    {
        try platform.suffer { $0.ask = ask }
        let sink = GB28181Sink(name: "gb", .sample(port: platform.port) { $0.transport = transport })
        await sink.open()
        return sink
    }

    private func message(_ n: Int, _ body: String, times: Int = 1) -> SIPPlatform.Request {
        var request = SIPPlatform.Request(n, "MESSAGE", body: body)
        request.headers = ["Content-Type": "Application/MANSCDP+xml"]
        (request.charset, request.times) = ("gb18030", times)
        return request
    }

    @Test("The catalogue, once, although the question comes three times", arguments: GB28181Settings.Transport.allCases)
    func catalogue(transport: GB28181Settings.Transport) async throws {
        let sink = try await begin([message(1, query("Catalog"), times: 3)], over: transport)
        let pieces = { (heard: [SIPPlatform.Heard]) in
            heard.filter { $0.method == "MESSAGE" && $0.body?.contains("<CmdType>Catalog</CmdType>") == true }
        }
        #expect(await platform.wait { pieces($0).count == (transport == .udp ? 2 : 1) })
        #expect(await platform.wait { $0.count { $0.kind == "answer" && $0.status == 200 } == 3 })
        let text = pieces(platform.heard()).compactMap(\.body).joined()
        #expect(text.components(separatedBy: "<Item>").count == 4)
        #expect(
            text.contains("<SN>31</SN>") && text.contains("<Name>1号电梯</Name>") && text.contains("A &amp; B &lt;屋顶&gt;"))
        await sink.close()
        #expect(pieces(platform.heard()).count == (transport == .udp ? 2 : 1))
        platform.kill()
    }

    @Test("Whatever else it asks has an answer")
    func requests() async throws {
        let requests = [
            message(1, query("DeviceInfo")), message(2, query("DeviceStatus")), message(3, "no xml"),
            SIPPlatform.Request(4, "OPTIONS"), SIPPlatform.Request(5, "INVITE"), SIPPlatform.Request(6, "FOO"),
            message(7, query("PresetQuery", String(repeating: " ", count: 9000))),
        ]
        let sink = try await begin(requests)
        #expect(await platform.wait { $0.count { $0.kind == "answer" } == 7 })
        let statuses = platform.heard().filter { $0.kind == "answer" }.map(\.status)
        #expect(statuses == [200, 200, 400, 200, 405, 501, 200])
        let answers = platform.heard().filter { $0.kind == "answer" }
        #expect(answers[4].headers?["allow"] == "MESSAGE, SUBSCRIBE, OPTIONS")
        #expect(answers[0].headers?["via"]?.contains(";rport=\(platform.port)") == true)
        #expect(answers[0].headers?["to"]?.contains(";tag=") == true)
        #expect(await platform.wait { $0.contains { $0.body?.contains("<Online>ONLINE</Online>") == true } })
        await sink.close()
        platform.kill()
    }

    @Test("While it has subscribed alarms go as NOTIFY, and as MESSAGE when it knows of no subscription any more")
    func subscription() async throws {
        var request = SIPPlatform.Request(1, "SUBSCRIBE", body: query("Alarm", "<AlarmMethod>5</AlarmMethod>"))
        request.headers = [
            "Event": "presence", "Expires": "90", "Content-Type": "Application/MANSCDP+xml",
            "Contact": "<sip:34020000002000000001@127.0.0.1:\(platform.port)>",
        ]
        let sink = try await begin([request])
        #expect(await platform.wait { $0.contains { $0.kind == "answer" } })
        let answer = try #require(platform.heard().first { $0.kind == "answer" })
        #expect(answer.status == 200 && answer.headers?["expires"] == "90")
        #expect(answer.body?.contains("<Result>OK</Result>") == true && answer.body?.contains("<SN>31</SN>") == true)
        try await sink.deliver(try (1...3).map { try AlarmEvent.sample($0).stored(Int64($0)) })
        let notices = platform.heard().filter { $0.method == "NOTIFY" }
        #expect(notices.map { $0.headers?["cseq"] } == ["1 NOTIFY", "2 NOTIFY", "3 NOTIFY"])
        let first = try #require(notices.first?.headers)
        #expect(first["call-id"] == answer.headers?["call-id"] && first["from"] == answer.headers?["to"])
        #expect(first["to"] == answer.headers?["from"] && first["event"] == "presence")
        #expect(first["subscription-state"]?.hasPrefix("active;expires=") == true)
        try platform.suffer { $0.status = ["NOTIFY": 481] }
        try await sink.deliver([try AlarmEvent.sample(4).stored(4)])
        #expect(platform.alarms().map(\.method) == ["NOTIFY", "NOTIFY", "NOTIFY", "MESSAGE"])
        try await sink.deliver([try AlarmEvent.sample(5).stored(5)])
        #expect(platform.heard().count { $0.method == "NOTIFY" } == 4, "it is not tried again")
        await sink.close()
        platform.kill()
    }
}
