import Testing
import VideoCore

@testable import Alarms

@Suite("One incident is one alarm")
struct AlarmPolicyTests {
    /// A finding and the words for what becomes of it: `open`, `update 1`, `close`, or the reason of the refusal.
    struct Row: Sendable {
        let at: Double
        let stage: Finding.Stage
        var incident = 1
        var kind = AlarmKind.fire
        let becomes: [String]
    }

    struct Table: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var change: @Sendable (inout AlarmSettings) -> Void = { _ in }
        let rows: [Row]
    }

    static let tables: [Table] = [
        Table(
            testDescription: "opens, updates, closes",
            rows: [
                Row(at: 0, stage: .open, becomes: ["open"]),
                Row(at: 1, stage: .update, becomes: ["update 1"]),
                Row(at: 2.5, stage: .update, becomes: ["update 2"]),
                Row(at: 3, stage: .close, becomes: ["close"]),
            ]),
        Table(
            testDescription: "updates are a second apart and the last one goes out before the close",
            rows: [
                Row(at: 0, stage: .open, becomes: ["open"]),
                Row(at: 0.5, stage: .update, becomes: ["throttled"]),
                Row(at: 1, stage: .update, becomes: ["update 1"]),
                Row(at: 1.4, stage: .update, becomes: ["throttled"]),
                Row(at: 1.8, stage: .update, becomes: ["throttled"]),
                Row(at: 1.9, stage: .close, becomes: ["update 2", "close"]),
            ]),
        Table(
            testDescription: "objects thrown within three seconds are one alarm, which ends with the last of them",
            rows: [
                Row(at: 0, stage: .open, kind: .thrownObject, becomes: ["open"]),
                Row(at: 1, stage: .open, incident: 2, kind: .thrownObject, becomes: ["update 1"]),
                Row(at: 2, stage: .close, kind: .thrownObject, becomes: ["update 2"]),
                Row(at: 2.5, stage: .close, incident: 2, kind: .thrownObject, becomes: ["close"]),
                Row(at: 2.9, stage: .open, incident: 3, kind: .thrownObject, becomes: ["cooldown"]),
                Row(at: 2.9, stage: .close, incident: 3, kind: .thrownObject, becomes: ["cooldown"]),
                Row(at: 3, stage: .open, incident: 4, kind: .thrownObject, becomes: ["open"]),
            ]),
        Table(
            testDescription: "an incident that outlives the cooldown rings late",
            change: { $0.cooldown[.fire] = 10 },
            rows: [
                Row(at: 0, stage: .open, becomes: ["open"]),
                Row(at: 1, stage: .close, becomes: ["close"]),
                Row(at: 5, stage: .open, incident: 2, becomes: ["cooldown"]),
                Row(at: 9, stage: .update, incident: 2, becomes: ["cooldown"]),
                Row(at: 10, stage: .update, incident: 2, becomes: ["open"]),
                Row(at: 11, stage: .close, incident: 2, becomes: ["close"]),
            ]),
        Table(
            testDescription: "a cooldown is of one kind, and incidents beyond it are alarms of their own",
            change: { $0.cooldown[.fire] = 10 },
            rows: [
                Row(at: 0, stage: .open, becomes: ["open"]),
                Row(at: 1, stage: .open, incident: 1, kind: .smoke, becomes: ["open"]),
                Row(at: 10, stage: .open, incident: 2, becomes: ["open"]),
                Row(at: 11, stage: .close, becomes: ["close"]),
                Row(at: 12, stage: .close, incident: 2, becomes: ["close"]),
            ]),
        Table(
            testDescription: "a clock put back does not silence the camera",
            change: { $0.cooldown[.fire] = 10 },
            rows: [
                Row(at: 0, stage: .open, becomes: ["open"]),
                Row(at: 1, stage: .close, becomes: ["close"]),
                Row(at: -3600, stage: .open, incident: 2, becomes: ["open"]),
                Row(at: -3599, stage: .update, incident: 2, becomes: ["update 1"]),
            ]),
        Table(
            testDescription: "an end without a beginning is refused, a beginning said twice is an update",
            rows: [
                Row(at: 0, stage: .close, becomes: ["unknown-incident"]),
                Row(at: 1, stage: .update, becomes: ["open"]),
                Row(at: 3, stage: .open, becomes: ["update 1"]),
            ]),
        Table(
            testDescription: "outside its hours the camera is silent, device faults are not",
            change: { $0.schedule = WeeklySchedule(windows: [.init(from: 11 * 60, to: 12 * 60)]) },
            rows: [
                Row(at: 0, stage: .open, becomes: ["schedule"]),
                Row(at: 0, stage: .open, kind: .deviceOffline, becomes: ["open"]),
                Row(at: 3599, stage: .update, becomes: ["schedule"]),
                Row(at: 3600, stage: .update, becomes: ["open"]),
                Row(at: 7300, stage: .close, becomes: ["close"]),
            ]),
    ]

    @Test("Policy", arguments: tables)
    func policy(table: Table) {
        var policy = AlarmPolicy(.sample(change: table.change))
        for row in table.rows {
            let now = monday.advanced(by: row.at)
            let actions = policy.admit(.sample(row.kind, row.incident, row.stage), start: now, now: now)
            #expect(actions.map(Self.words) == row.becomes, "at \(row.at)")
        }
    }

    private static func words(_ action: AlarmAction) -> String {
        switch action {
        case .refuse(let reason): reason.rawValue
        case .raise(let admitted):
            admitted.phase == .update ? "update \(admitted.update)" : admitted.phase.rawValue
        }
    }

    @Test("All phases carry the id and the start of the first report, though later ones know better")
    func identityIsStable() {
        var policy = AlarmPolicy(.sample())
        let reports: [(Finding.Stage, Double)] = [(.open, 0), (.update, -0.3), (.close, -0.5)]
        let raised = reports.enumerated().flatMap { index, report in
            policy.admit(
                .sample(.fire, 1, report.0, start: report.1), start: monday.advanced(by: report.1),
                now: monday.advanced(by: 2 * Double(index)))
        }.compactMap { action -> AdmittedFinding? in
            guard case .raise(let admitted) = action else { return nil }
            return admitted
        }
        #expect(raised.map(\.phase) == [.open, .update, .close])
        #expect(Set(raised.map(\.alarmID)).count == 1)
        #expect(raised.map(\.start) == Array(repeating: Timestamp(monday), count: 3))
        #expect(raised.map(\.finding.start) == [0, -0.3, -0.5])
        #expect(policy.openAlarms.isEmpty)
    }

    @Test("Two incidents of the same millisecond are one alarm, and no second one after its end")
    func sameStart() {
        var policy = AlarmPolicy(.sample())
        func admit(_ incident: Int, _ stage: Finding.Stage, after seconds: Double) -> [String] {
            policy.admit(.sample(.fire, incident, stage), start: monday, now: monday.advanced(by: seconds)).map(
                Self.words)
        }
        #expect(admit(1, .open, after: 0) == ["open"])
        #expect(admit(2, .open, after: 5) == ["update 1"])
        #expect(admit(1, .close, after: 7) == ["update 2"])
        #expect(admit(2, .close, after: 9) == ["close"])
        #expect(admit(3, .open, after: 20) == ["duplicate"])
    }

    @Test("Detectors that are gone leave no alarm open")
    func closeAll() {
        var policy = AlarmPolicy(.sample())
        for (index, kind) in [AlarmKind.fire, .smoke].enumerated() {
            let now = monday.advanced(by: Double(index))
            _ = policy.admit(.sample(kind), start: now, now: now)
        }
        _ = policy.admit(.sample(.fire, 1, .update), start: monday, now: monday.advanced(by: 0.5))
        #expect(policy.closeAll().map(Self.words) == ["update 1", "close", "close"])
        #expect(policy.openAlarms.isEmpty)
        let later = monday.advanced(by: 60)
        #expect(policy.admit(.sample(.fire), start: later, now: later).map(Self.words) == ["open"])
    }

    @Test("A detector that never closes fills no memory: the alarm silent longest is closed")
    func bounded() {
        var policy = AlarmPolicy(.sample())
        var closed = 0
        for number in 0..<(AlarmPolicy.openLimit + 5) {
            let now = monday.advanced(by: Double(number))
            let words = policy.admit(.sample(.fire, number), start: now, now: now).map(Self.words)
            closed += words.count { $0 == "close" }
            #expect(words.last == "open")
        }
        #expect(closed == 5)
        #expect(policy.openAlarms.count == AlarmPolicy.openLimit)
    }

    @Test("An incident refused twice for one reason is counted once")
    func counting() {
        var policy = AlarmPolicy(.sample { $0.cooldown[.fire] = 10 })
        _ = policy.admit(.sample(.fire), start: monday, now: monday)
        _ = policy.admit(.sample(.fire, 1, .close), start: monday, now: monday)
        for seconds in 1..<5 {
            let now = monday.advanced(by: Double(seconds))
            _ = policy.admit(.sample(.fire, 2, .update), start: now, now: now)
        }
        _ = policy.admit(.sample(.fire, 9, .close), start: monday, now: monday)
        #expect(policy.refusals == [.cooldown: 1, .unknownIncident: 1])
    }
}
