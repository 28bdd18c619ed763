public import VideoCore

/// Asks a camera once a day whether a 10 cm object falling from its upper, middle and lower storeys would be seen: lets a
/// ball fall in copies of its live pictures and shows these to a second detector beside the live one.
///
/// Idle it wants a keyframe now and then. Its findings of the balls are marked as tests; after two tests failed in a row
/// it rings for the picture's quality, until one passes.
public final class SelfTest: Detector {
    /// Seconds between two looks at the clock.
    private static let idleInterval = 20.0
    /// Tests broken off by the stream before it waits for the next day.
    private static let mostBroken = 5

    private let settings: ThrownObjectSettings
    private let live: ThrownObjectDetector
    private let schedule: SelfTestSchedule
    private let onReport: @Sendable (SelfTestReport) -> Void
    private var history: SelfTestHistory
    private var lastDay: Int?
    private var run: SelfTestRun?
    private var broken = 0
    private var incident = 0

    /// A test of what `live` would see, which must be shown each frame before this detector is.
    ///
    /// - Parameters:
    ///   - history: What earlier tests came to.
    ///   - onReport: Called with each result, on the thread that analyses; must not wait.
    public init(
        settings: ThrownObjectSettings, live: ThrownObjectDetector, schedule: SelfTestSchedule,
        history: SelfTestHistory = SelfTestHistory(), onReport: @escaping @Sendable (SelfTestReport) -> Void
    ) {
        self.settings = settings
        self.live = live
        self.schedule = schedule
        self.history = history
        self.onReport = onReport
        lastDay = history.last.map(schedule.day(of:))
    }

    /// Whether `settings` name enough floors for a test; without floor lines nobody knows how large a metre is.
    public static func isPossible(with settings: ThrownObjectSettings) -> Bool {
        FacadeView(settings, width: 1920, height: 1080) != nil
    }

    /// Every frame while a test is under way.
    public var demand: FrameDemand {
        run == nil && schedule != .atOnce ? .keyframes(every: Self.idleInterval) : .everyFrame
    }

    /// Looks at the next frame. Never throws.
    public func findings(in frame: Frame) throws -> [Finding] {
        guard var current = run else {
            if schedule.isDue(at: frame.wallTime, lastDay: lastDay) { run = SelfTestRun(settings, frame) }
            return []
        }
        // The only owner, so that its buffers are not copied.
        run = nil
        switch current.look(at: frame, view: live.viewState) {
        case .running(let findings):
            run = current
            return findings
        case .done(let report, let findings):
            lastDay = schedule.day(of: frame.wallTime)
            broken = 0
            onReport(report)
            return findings + alarm(report, at: frame.mediaTime)
        case .broken(let findings):
            broken += 1
            if broken >= Self.mostBroken {
                lastDay = schedule.day(of: frame.wallTime)
                broken = 0
            }
            return findings
        }
    }

    /// The stream has ended: a test under way is forgotten.
    public func finish() -> [Finding] {
        run = nil
        return []
    }

    /// The alarm that a report leads to.
    private func alarm(_ report: SelfTestReport, at mediaTime: Double) -> [Finding] {
        guard case .ring(let stage) = history.note(passed: report.passed, at: report.wallTime) else { return [] }
        if stage == .open { incident += 1 }
        var finding = Finding(
            kind: .pictureQuality, incident: incident, stage: stage, start: mediaTime, end: mediaTime,
            detected: mediaTime, confidence: 1)
        finding.detail = report.complaint ?? "self-test passed: a 10 cm object is seen again"
        return [finding]
    }
}
