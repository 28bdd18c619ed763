import Alarms
import GB28181Sink
import Testing
import VideoCore

@testable import SiteConfig

@Suite("A GB/T 28181 platform in a site's file")
struct GB28181ReadingTests {
    private static let platform = "platform: {code: \"34020000002000000001\", host: 192.0.2.1}"
    private static let code = "code: \"34020000001180000001\""

    private static func text(_ keys: String...) -> String {
        """
        site: a
        timeZone: UTC
        cameras:
          - {camera: a, url: rtsp://127.0.0.1/1, name: Gate, deviceCode: "37010200001320000001"}
          - {camera: b, url: rtsp://127.0.0.1/2}
        sinks:
          - gb28181:

        """ + keys.map { "      \($0)\n" }.joined()
    }

    private func settings(_ keys: String...) throws -> GB28181Settings {
        let lines = [Self.platform, Self.code] + keys
        let site = try site(Self.text(lines.joined(separator: "\n      ")))
        guard case .gb28181(let settings) = site.sinks.first?.target else { throw NoPlatform() }
        #expect(settings.validate() == [], "what is read can be used")
        return settings
    }

    private struct NoPlatform: Error {}

    @Test("The least that must be said leaves the defaults, and the site's cameras with codes and time zone are told")
    func least() throws {
        var expected = GB28181Settings(
            platform: .init(code: "34020000002000000001", host: "192.0.2.1"), deviceCode: "34020000001180000001")
        expected.channels = [.init(id: "a", code: "37010200001320000001", name: "Gate")]
        expected.timeZone = "UTC"
        #expect(try settings() == expected)
        #expect(expected.platform.domain == "3402000000" && expected.platform.port == 5060)
        let site = try site(Self.text(Self.platform, Self.code))
        #expect(site.sinks.map(\.name) == ["gb28181:34020000001180000001@192.0.2.1:5060"])
    }

    @Test("Every key is read")
    func everyKey() throws {
        let found = try settings(
            "transport: tcp", "username: u", "password: \"p\"", "charset: utf-8", "version: 2022", "expires: 600",
            "keepalive: 30", "answerWithin: 2.5", "waitForResponse: true", "phases: [open, close]")
        #expect(found.transport == .tcp && found.username == "u" && found.password?.revealed == "p")
        #expect(found.charset == .utf8 && found.version == .edition2022 && found.expires == 600)
        #expect(found.keepalive == 30 && found.answerWithin == 2.5 && found.waitsForResponse)
        #expect(found.phases == [.open, .close])
    }

    @Test(
        "A code differs from the default in what is written alone; of another method the type is another",
        arguments: [
            ("fire: {priority: 2}", AlarmSubject.fire, AlarmCode(method: 5, type: 2, priority: 2)),
            ("fire: {type: 9}", .fire, AlarmCode(method: 5, type: 9)),
            ("fire: {method: 7}", .fire, AlarmCode(method: 7)),
            (
                "ebike-in-elevator: {priority: 1}", .ebikeInElevator,
                AlarmCode(method: 5, type: 6, eventType: 1, priority: 1)
            ),
            ("ebike-in-elevator: {type: 5}", .ebikeInElevator, AlarmCode(method: 5, type: 5)),
            ("covered: {}", .covered, AlarmCode(method: 5, type: 11, priority: 3)),
        ])
    func mapping(text: String, subject: AlarmSubject, code: AlarmCode) throws {
        #expect(try settings("mapping: {\(text)}").codes == [subject: code])
    }

    @Test("A mistake is named with its line, its key, what is wrong and what to write", arguments: all)
    func mistakeIsNamed(_ broken: BrokenSite) throws {
        let found = mistakes(in: broken.text)
        #expect(found.count == 1, "\(found)")
        let mistake = try #require(found.first)
        #expect(mistake.line == broken.line && mistake.column != nil)
        #expect(mistake.key == broken.key)
        #expect(mistake.problem.contains(broken.problem), "\(mistake.problem)")
        #expect(mistake.remedy.contains(broken.remedy), "\(mistake.remedy)")
    }

    private static func broken(_ key: String, _ text: String, _ problem: String, _ remedy: String) -> BrokenSite {
        BrokenSite(
            text, Self.text(platform, code, text), line: 10, key: "sinks[0].gb28181." + key, problem: problem,
            remedy: remedy)
    }

    static let all =
        [
            BrokenSite(
                "no platform", text(code), line: 8, key: "sinks[0].gb28181.platform", problem: "is missing",
                remedy: "{code: "),
            BrokenSite(
                "no code", text(platform), line: 8, key: "sinks[0].gb28181.code", problem: "is missing",
                remedy: "20 digits"),
            BrokenSite(
                "a short code", text(platform, "code: \"3402\""), line: 9, key: "sinks[0].gb28181.code",
                problem: "has 4 digits", remedy: "20 digits in quotes"),
            BrokenSite(
                "a code as a number", text(platform, "code: 34020000001180000001"), line: 9,
                key: "sinks[0].gb28181.code", problem: "without quotes loses digits", remedy: "in quotes"),
            BrokenSite(
                "the platform's code", text(platform, "code: \"34020000002000000001\""), line: 9,
                key: "sinks[0].gb28181.code", problem: "is the platform's own code", remedy: "given to this box"),
            BrokenSite(
                "a host with its port",
                text("platform: {code: \"34020000002000000001\", host: \"192.0.2.1:5060\"}", code), line: 8,
                key: "sinks[0].gb28181.platform.host", problem: "is no host", remedy: "without the port"),
            BrokenSite(
                "no host", text("platform: {code: \"34020000002000000001\"}", code), line: 8,
                key: "sinks[0].gb28181.platform.host", problem: "is missing", remedy: "numeric address"),
        ] + [
            broken("transport", "transport: tls", "not known here", "udp or tcp"),
            broken("charset", "charset: gbk", "not known here", "gb2312"),
            broken("version", "version: 2011", "not known here", "2016"),
            broken("expires", "expires: 10", "out of range", "60…86400"),
            broken("keepalive", "keepalive: 60s", "is not a whole number", "without a unit"),
            broken("answerWithin", "answerWithin: 30", "out of range", "1…12"),
            broken("waitForResponse", "waitForResponse: maybe", "neither true nor false", "true or false"),
            broken("phases", "phases: []", "nothing would be sent", "[open]"),
            broken("phases[0]", "phases: [opened]", "not known here", "`open`"),
            broken("password", "password: \"p\"", "without a user name", "add `username`"),
            broken("mapping.flood", "mapping: {flood: {method: 5}}", "unknown key", "known here"),
            broken("mapping.fire.method", "mapping: {fire: {method: 8}}", "out of range", "1…7"),
            broken("mapping.fire.kind", "mapping: {fire: {kind: 1}}", "unknown key", "belongs under"),
            broken("mapping.fire.priority", "mapping: {fire: {priority: 0}}", "out of range", "1…4"),
        ]
}
