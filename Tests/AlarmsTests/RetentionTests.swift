import Testing
import VideoCore

@testable import Alarms

@Suite("Which evidence goes")
struct RetentionTests {
    /// Days before the Monday of the samples.
    private static func day(_ daysAgo: Int) -> String {
        Timestamp(monday.advanced(by: -86_400 * Double(daysAgo))).day
    }

    private static func file(
        _ kind: Evidence.Kind, _ daysAgo: Int, priority: Int? = 3, bytes: Int = 10, held: Bool = false,
        owner: String = "a"
    ) -> EvidenceFile {
        EvidenceFile(
            EvidenceName(kind, of: owner, day: day(daysAgo), priority: priority), bytes: bytes, isHeld: held)
    }

    private func plan(_ change: (inout EvidenceSettings) -> Void = { _ in }) -> RetentionPlan {
        var settings = EvidenceSettings(folder: "/x")
        change(&settings)
        return RetentionPlan(settings)
    }

    @Test(
        "Age decides by priority, never under 30 days, never what is held",
        arguments: [
            (30, 3, false, false), (31, 3, false, true), (31, 4, false, true), (31, 3, true, false),
            (31, 2, false, false), (90, 1, false, false), (91, 1, false, true), (91, nil, false, true),
            (90, nil, false, false),
        ] as [(Int, Int?, Bool, Bool)])
    func age(daysAgo: Int, priority: Int?, held: Bool, goes: Bool) {
        let file = Self.file(.clip, daysAgo, priority: priority, held: held)
        #expect(plan().expired([file], now: Timestamp(monday)).isEmpty == !goes)
        // A setting below what the law asks for is not followed.
        let hasty = plan { ($0.keepDays, $0.keepDaysByPriority) = (1, [1: 1]) }
        #expect(hasty.expired([Self.file(.clip, 30, priority: priority)], now: Timestamp(monday)).isEmpty)
    }

    @Test("One day goes at a time, the oldest")
    func oneDay() {
        let files = [40, 45, 45, 33].map { Self.file(.snapshot, $0) }
        #expect(plan().expired(files, now: Timestamp(monday)).map(\.name.day) == [Self.day(45), Self.day(45)])
    }

    @Test("A full disk costs raw clips first, then clips, then pictures; of each the least urgent, then the oldest")
    func shedding() {
        let wanted = [
            Self.file(.rawClip, 1, priority: 4), Self.file(.rawClip, 20, priority: 1),
            Self.file(.rawClip, 2, priority: 1),
            Self.file(.clip, 9, priority: 2), Self.file(.clip, 5, priority: 2), Self.file(.snapshot, 50, priority: 3),
            Self.file(.snapshot, 60, priority: nil),
        ]
        let held = Self.file(.rawClip, 99, priority: 4, held: true)
        let plan = plan()
        let all = [held] + wanted.reversed()
        #expect(plan.shed(all, bytes: .max) == wanted)
        #expect(plan.shed(all, bytes: 25) == Array(wanted.prefix(3)))
        #expect(plan.shed(all, bytes: 0).isEmpty && plan.shed(all, bytes: -5).isEmpty)
    }

    @Test("A budget is kept with what is older than 30 days alone; what is over it still is said")
    func budget() {
        let old = [Self.file(.rawClip, 40, priority: 1), Self.file(.snapshot, 80, priority: 1)]
        let young = [Self.file(.rawClip, 30, priority: 4, bytes: 50)]
        let now = Timestamp(monday)
        #expect(plan().overBudget(old + young, now: now).files.isEmpty, "without a budget all stays")
        let result = plan { $0.maximumBytes = 62 }.overBudget(old + young, now: now)
        #expect(result.files == [old[0]] && result.bytesOver == 0)
        let tight = plan { $0.maximumBytes = 20 }.overBudget(old + young, now: now)
        #expect(tight.files == old && tight.bytesOver == 30)
    }
}

@Suite("The clock by which evidence grows old")
struct RetentionClockTests {
    private static let start = ContinuousClock.now

    /// Hours of both clocks since the start, and whether evidence may be deleted then.
    @Test(
        "A clock that jumps ahead is not believed for a day, one that is put right is believed at once",
        arguments: [
            [(0.0, 0.0, true), (1, 1, true), (25, 25, true)],
            [(0, 0, true), (1, 1 + 24 * 365, false), (20, 20 + 24 * 365, false), (25, 25 + 24 * 365, true)],
            [(0, 0, true), (1, 1 + 24 * 365, false), (2, 2, true)],
            [(0, 0, true), (1, 1.9, true)],
            [(0, 0, true), (1, -5, true)],
            [(0, 0, true), (1, 100, false), (2, 300, false), (26, 324, true)],
        ] as [[(Double, Double, Bool)]])
    func jumps(steps: [(Double, Double, Bool)]) {
        var clock = RetentionClock()
        for (monotonic, civil, may) in steps {
            let result = clock.maySayWhatIsOld(
                now: monday.advanced(by: 3600 * civil), instant: Self.start + .seconds(3600 * monotonic),
                newest: Timestamp(monday).day)
            #expect(result == may, "\(monotonic) h")
        }
    }

    @Test(
        "After a start far from the newest evidence nothing is deleted for a day",
        arguments: [(1.0, true), (3.0, false), (3000.0, false), (-1.0, true), (-3.0, false)])
    func gaps(days: Double, may: Bool) {
        var clock = RetentionClock()
        let now = monday.advanced(by: 86_400 * days)
        let newest = Timestamp(monday).day
        let atOnce = clock.maySayWhatIsOld(now: now, instant: Self.start, newest: newest)
        #expect(atOnce == may)
        let later = clock.maySayWhatIsOld(
            now: now.advanced(by: 86_400), instant: Self.start + .seconds(86_400), newest: newest)
        #expect(later)
        var empty = RetentionClock()
        let without = empty.maySayWhatIsOld(now: now, instant: Self.start, newest: nil)
        #expect(without)
    }
}
