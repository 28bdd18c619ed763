import TestSupport
import Testing
import VideoCore

@testable import Alarms

@Suite("Whatever the detectors report")
struct AlarmPolicyPropertyTests {
    /// A row of reports as no sane detector makes them: stages in any order, clocks that jump, incidents that vanish.
    private static func reports(seed: UInt64) -> [(finding: Finding, start: WallTime, now: WallTime)] {
        var random = Seeded(state: seed)
        var now = 0.0
        return (0..<400).map { _ in
            now += Double.random(in: 0...2, using: &random)
            if Int.random(in: 0..<60, using: &random) == 0 { now += Double.random(in: -4000...4000, using: &random) }
            let stage = [Finding.Stage.open, .update, .update, .close].randomElement(using: &random)!
            let kind = [AlarmKind.fire, .thrownObject].randomElement(using: &random)!
            let incident = Int.random(in: 1...6, using: &random)
            let start = monday.advanced(by: (now - Double.random(in: 0...3, using: &random)).rounded())
            return (.sample(kind, incident, stage), start, monday.advanced(by: now))
        }
    }

    private static func raised(seed: UInt64, change: (inout AlarmSettings) -> Void) -> [AdmittedFinding] {
        var policy = AlarmPolicy(.sample(change: change))
        var actions: [AlarmAction] = []
        for report in reports(seed: seed) {
            actions += policy.admit(report.finding, start: report.start, now: report.now)
        }
        actions += policy.closeAll()
        #expect(policy.openAlarms.isEmpty)
        return actions.compactMap { action in
            guard case .raise(let admitted) = action else { return nil }
            return admitted
        }
    }

    @Test("every alarm opens once and first, counts its updates, and closes once and last", arguments: 1...40)
    func wellFormed(seed: Int) {
        let all = Self.raised(seed: UInt64(seed)) { $0.cooldown = [.fire: 5, .thrownObject: 3] }
        let alarms = Dictionary(grouping: all, by: \.alarmID)
        #expect(alarms.count > 5)
        for (id, events) in alarms {
            #expect(events.first?.phase == .open && events.last?.phase == .close, "\(id)")
            let middle = events.dropFirst().dropLast()
            #expect(middle.allSatisfy { $0.phase == .update })
            #expect(middle.map(\.update) == Array(1..<middle.count + 1))
            #expect(Set(events.map(\.start)).count == 1 && Set(events.map(\.finding.kind)).count == 1)
        }
    }

    @Test("no two events share an id", arguments: 1...20)
    func uniqueIDs(seed: Int) {
        let all = Self.raised(seed: UInt64(seed)) { $0.cooldown = [:] }
        let ids = all.map { AlarmEvent($0, .sample()).id }
        #expect(Set(ids).count == ids.count)
    }

    @Test("the same reports give the same alarms")
    func deterministic() {
        #expect(Self.raised(seed: 5) { _ in } == Self.raised(seed: 5) { _ in })
    }
}
