public import VideoCore

/// Rings when a camera's picture is of no use (视频质量诊断), from a keyframe every two seconds.
///
/// It rings once a fault has held for ``PictureQualitySettings/holdSeconds``, and closes once the picture has been good for
/// as long. It learns what is usual at each hour, and the view, from pictures that are good. A still, which has no second
/// picture, is judged alone at its end. `moved` is left out where the caller says that something else watches the view.
public struct PictureQualityDetector: Detector {
    /// Seconds between two looks.
    private static let interval = 2.0
    /// Seconds between two verdicts handed on.
    private static let verdictInterval = 60.0
    /// Seconds between two lessons: what becomes worse within days must not become usual.
    private static let lessonInterval = 1800.0
    /// Other parts of the thrown-object detector ring for the same kind, with small numbers.
    private static let firstIncident = 1_000_001

    private let settings: PictureQualitySettings
    private let watchesView: Bool
    private let onVerdict: (@Sendable (PictureVerdict, Frame) -> Void)?
    private var baseline: QualityBaseline
    private var examination: PictureExamination
    private var hold: FaultHold
    private var incident = firstIncident - 1
    private var start = 0.0
    private var frames = 0
    private var lastLook: Double?
    private var lastVerdict: Double?
    private var lastLesson: Double?

    /// A detector for one camera.
    ///
    /// - Parameters:
    ///   - baseline: what is known of the camera.
    ///   - watchesView: whether it rings when the camera has moved.
    ///   - onVerdict: hears what the picture is like, at most once a minute and never `.unsettled`; called on the thread
    ///     that analyses, so it must not wait.
    public init(
        settings: PictureQualitySettings = PictureQualitySettings(), baseline: QualityBaseline? = nil,
        watchesView: Bool = true, onVerdict: (@Sendable (PictureVerdict, Frame) -> Void)? = nil
    ) {
        self.settings = settings
        self.watchesView = watchesView
        self.onVerdict = onVerdict
        self.baseline = baseline ?? QualityBaseline()
        examination = PictureExamination(baseline: baseline, settings: settings)
        hold = FaultHold(seconds: settings.holdSeconds)
    }

    /// A keyframe every two seconds; the first two pictures whatever they are, which tells a stream from a still.
    public var demand: FrameDemand { frames < 2 ? .everyFrame : .keyframes(every: Self.interval) }

    /// Looks at the next frame. Never throws.
    public mutating func findings(in frame: Frame) throws -> [Finding] {
        frames += 1
        if let lastLook, frame.mediaTime >= lastLook, frame.mediaTime - lastLook < Self.interval * 0.9 { return [] }
        lastLook = frame.mediaTime
        examination.look(at: frame)
        let verdict = verdict
        handOn(verdict, frame)
        learn(frame)
        switch hold.note(verdict, at: frame.mediaTime) {
        case .nothing: return []
        case .open(let fault, let since):
            incident += 1
            start = since
            return [finding(.open, fault, at: frame.mediaTime)]
        case .update(let fault): return [finding(.update, fault, at: frame.mediaTime)]
        case .close(let fault): return [finding(.close, fault, at: frame.mediaTime)]
        }
    }

    /// The stream has ended: closes what is open; a still is judged.
    public mutating func finish() -> [Finding] {
        guard let now = lastLook else { return [] }
        if frames == 1, let fault = examination.faultAlone {
            incident += 1
            start = now
            return [finding(.open, fault, at: now), finding(.close, fault, at: now)]
        }
        return hold.finish().map { [finding(.close, $0, at: now)] } ?? []
    }

    private var verdict: PictureVerdict {
        examination.verdict == .faulty(.moved) && !watchesView ? .good : examination.verdict
    }

    /// Tells others.
    private mutating func handOn(_ verdict: PictureVerdict, _ frame: Frame) {
        guard verdict != .unsettled, isDue(frame, since: lastVerdict, Self.verdictInterval) else { return }
        lastVerdict = frame.mediaTime
        onVerdict?(verdict, frame)
    }

    /// Learns of a good picture, while none is known to be faulty.
    private mutating func learn(_ frame: Frame) {
        guard hold.open == nil, examination.verdict == .good, isDue(frame, since: lastLesson, Self.lessonInterval)
        else { return }
        lastLesson = frame.mediaTime
        baseline.learn(examination, hour: QualityBaseline.hour(of: frame.wallTime))
        examination.judge(by: baseline)
    }

    private func isDue(_ frame: Frame, since last: Double?, _ seconds: Double) -> Bool {
        guard let last else { return true }
        return frame.mediaTime < last || frame.mediaTime - last >= seconds
    }

    private func finding(_ stage: Finding.Stage, _ fault: PictureFault, at now: Double) -> Finding {
        var finding = Finding(
            kind: .pictureQuality, incident: incident, stage: stage, start: start, end: now, detected: now,
            confidence: 1)
        finding.detail = stage == .close ? "over: \(fault.words)" : fault.words
        return finding
    }
}
