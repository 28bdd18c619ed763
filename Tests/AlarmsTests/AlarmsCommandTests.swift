import ArgumentParser
import Foundation
import Testing
import VideoCore

@testable import Alarms
@testable import tocsin

@Suite("tocsin alarms")
struct AlarmsCommandTests {
    let folder: TemporaryFolder
    let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
        try outbox.append(.sample(1, kind: .fire, camera: "gate"))
        try outbox.append(.sample(2, kind: .smoke, camera: "东门"))
        try outbox.append(.sample(2, .close, kind: .smoke, camera: "东门"))
    }

    private func run(_ arguments: String...) throws {
        var command = try AlarmsCommand.parseAsRoot(arguments + ["--data", folder.path])
        try command.run()
    }

    private func id(_ number: Int) -> AlarmID { AlarmEvent.sample(number, kind: .fire, camera: "gate").data.alarmID }

    @Test("The list is a table whose columns stand below each other, also with Chinese names")
    func table() throws {
        try outbox.handle(alarm: id(1), AlarmHandling(.acknowledged, by: "Li\u{1B}", at: Timestamp(monday)))
        try outbox.handle(alarm: id(1), AlarmHandling(.confirmed, by: "Wang", at: Timestamp(monday)))
        let records = try outbox.alarms()
        let short = records.map { $0.id.text.prefix(8) }
        #expect(
            AlarmTable(records).text() == """
                ALARM     BEGAN (UTC)          KIND   CAMERA  STATE  CONF  HANDLING   BY
                \(short[0])  2026-03-02 10:00:02  smoke  东门    over   0.90  new
                \(short[1])  2026-03-02 10:00:01  fire   gate    open   0.90  confirmed  Li, Wang
                """)
    }

    @Test("The story of an alarm has every event in words, its evidence and who has seen it")
    func story() throws {
        var event = AlarmEvent.sample(9, .close, kind: .fire, camera: "gate")
        event.data.evidence = [Evidence(kind: .snapshot, uri: "file:a.jpg", sha256: "ab", bytes: 1, masked: true)]
        try outbox.append(event)
        try outbox.handle(
            alarm: event.data.alarmID,
            AlarmHandling(.closed, by: "Li", unit: "gate house", at: Timestamp(monday), comment: "put out"))
        #expect(
            try outbox.alarm(event.data.alarmID).story() == """
                alarm \(event.data.alarmID)
                  4  suspected fire (over), camera gate, confidence 0.90, at 2026-03-02 10:00:09.000 UTC
                      snapshot file:a.jpg, SHA-256 ab
                  5  suspected fire (closed by Li, gate house), camera gate, confidence 0.90, at 2026-03-02 10:00:09.000 UTC
                      snapshot file:a.jpg, SHA-256 ab
                  closed by Li, gate house, at 2026-03-02T10:00:00.000Z: put out
                """)
    }

    @Test("As JSON an alarm is one line that holds its events as they are queued")
    func json() throws {
        try outbox.handle(alarm: id(1), AlarmHandling(.acknowledged, by: "\"Li\"", at: Timestamp(monday)))
        let line = try outbox.alarm(id(1)).json()
        #expect(!line.contains("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["alarmID"] as? String == id(1).text)
        #expect(object["open"] as? Bool == true)
        #expect((object["handling"] as? [[String: Any]])?.first?["by"] as? String == "\"Li\"")
        #expect(object["state"] as? String == "acknowledged")
        let queued = String(decoding: try AlarmEvent.sample(1, kind: .fire, camera: "gate").json(), as: UTF8.self)
        #expect(line.contains("\"events\":[\(queued),"))
    }

    @Test(
        "What people say by hand is kept; the beginning of an id is enough",
        arguments: [
            ("ack", HandlingState.acknowledged), ("confirm", .confirmed), ("false", .falseAlarm), ("close", .closed),
        ])
    func says(command: String, state: HandlingState) throws {
        let short = String(id(1).text.prefix(8)).uppercased()
        try run(command, short, "--by", "Li", "--unit", "gate house", "--comment", "seen")
        let record = try outbox.alarm(id(1))
        let said = try #require(record.handling.first)
        #expect(said.by == "Li" && said.unit == "gate house" && said.comment == "seen" && said.at > Timestamp(monday))
        #expect(record.state == state && record.events.count == 2)
    }

    @Test("Two alarms are merged by hand, and a merged one is said to be a part of the other")
    func merges() throws {
        let smoke = try #require(try outbox.alarms().first)
        try run("merge", id(1).text, smoke.id.text, "--by", "Li")
        #expect(try outbox.alarms().map(\.id) == [id(1)])
        #expect(throws: ExitCode(1)) { try run("ack", smoke.id.text) }
    }

    @Test("An alarm that has ended is over in the list and not among the open ones, whatever was queued after its end")
    func endIsTheEnd() throws {
        try outbox.append(.sample(2, .update, kind: .smoke, camera: "东门"))
        var query = AlarmQuery()
        query.openOnly = true
        #expect(try outbox.alarms(query).map(\.id) == [id(1)])
        #expect(try outbox.alarms().map(\.isOpen) == [false, true])
        #expect(try AlarmTable(outbox.alarms()).text().contains("over"))
    }

    @Test("A replay by hand puts the cursor back")
    func replays() throws {
        try outbox.acknowledge(consumer: "file", upTo: 3)
        try run("replay", "--after", "1")
        #expect(try outbox.cursor(of: "file") == 1)
        try outbox.acknowledge(consumer: "file", upTo: 3)
        try run("replay", "--consumer", "file", "--since", "2026-01-01")
        #expect(try outbox.cursor(of: "file") == 0)
    }

    @Test(
        "Wrong arguments are refused with words that help",
        arguments: [
            (["list"], "--data"), (["list", "--data", "a", "--config", "b"], "either"),
            (["list", "--data", "a", "--kind", "flood"], "thrown-object"),
            (["list", "--data", "a", "--since", "soon"], "soon"), (["list", "--data", "a", "--limit", "0"], "--limit"),
            (["show", "--data", "a"], "id"), (["ack", "x", "--data", "a", "--by", ""], "--by"),
            (["confirm", "x", "--data", "a", "--comment", String(repeating: "a", count: 4001)], "--comment"),
            (["merge", "x", "--data", "a"], "part"), (["replay", "--data", "a"], "--after"),
            (["replay", "--data", "a", "--after", "1", "--since", "2h"], "either"),
        ])
    func wrongArguments(arguments: [String], hint: String) {
        let error = #expect(throws: (any Error).self) { try AlarmsCommand.parseAsRoot(arguments) }
        #expect(error.map { AlarmsCommand.fullMessage(for: $0) }?.contains(hint) == true)
    }

    @Test("An alarm, a consumer or a queue that is not there ends the command with a status, not with a trap")
    func notThere() throws {
        #expect(throws: ExitCode(1)) { try run("show", "ffffffff") }
        #expect(throws: ExitCode(1)) { try run("show", "") }
        #expect(throws: ExitCode(1)) { try run("ack", "%") }
        #expect(throws: ValidationError.self) { try run("replay", "--after", "0") }
        try outbox.register(consumer: "a")
        try outbox.register(consumer: "b")
        #expect(throws: ValidationError.self) { try run("replay", "--after", "0") }
        #expect(throws: ValidationError.self) { try run("replay", "--after", "0", "--consumer", "c") }
        var command = try AlarmsCommand.parseAsRoot(["list", "--data", folder.file("nowhere")])
        #expect(throws: ExitCode(1)) { try command.run() }
        #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere")))
    }

    @Test("A moment is a time, a day here, or an age")
    func since() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Asia/Shanghai"))
        let now = Date(timeIntervalSince1970: monday.secondsSince1970)
        for (text, seconds) in [
            ("2026-03-02T10:00:00Z", 0), ("2026-03-02T18:00:01+08:00", 1), ("2026-03-02", -18 * 3600), ("90m", -5400),
            ("2h", -7200), ("7d", -604_800), ("0s", 0),
        ] as [(String, Double)] {
            let moment = SinceArgument(text, now: now, calendar: calendar)?.moment
            #expect(moment == monday.advanced(by: seconds), "\(text)")
        }
        for text in ["", "h", "-2h", "2w", "2026-02-30", "2026-3-2", "now"] {
            #expect(SinceArgument(text, now: now, calendar: calendar) == nil, "\(text)")
        }
    }
}
