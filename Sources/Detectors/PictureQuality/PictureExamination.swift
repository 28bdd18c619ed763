public import VideoCore
internal import Vision

/// Judges a camera's picture from the frames of one visit, in order; also from the keyframes of a stream, without end.
///
/// A good lively picture settles within ten looks, or 2 s where looks are rare. One in which nothing changes stays
/// unsettled until something does, or until it has been frozen for 60 s of media time.
public struct PictureExamination: Sendable {
    /// Seconds between two looks, at least: a shaking mast swings a few times a second.
    private static let interval = 0.08
    /// Seconds between two keyframes that are looked at in any case.
    private static let keyframeInterval = 0.5
    /// Seconds without a look after which what was seen before says nothing of what comes.
    private static let longestGap = 60.0
    /// Looks for a verdict, where they follow fast; where they are rare, looks and seconds.
    private static let (fastLooks, slowLooks, slowSeconds) = (10, 3, 2.0)
    /// Looks for a fault: the first pictures of a connection may be damaged.
    private static let (faultLooks, faultSeconds) = (5, 1.0)
    /// Every how many looks the view is compared with the reference.
    private static let viewEvery = 3

    /// What is known so far.
    public private(set) var verdict = PictureVerdict.unsettled
    private let settings: PictureQualitySettings
    private let hour: Int?
    private var baseline: QualityBaseline?
    private var view: ViewComparison?
    private var sketch: ViewSketch?
    private var meter: PictureMeter?
    private var votes = FaultVotes()
    private var shake: ShakeMeter
    private var stillness: StillnessMeter
    private var moved = false
    private var began: Double?
    private var last: Double?
    private var lastKeyframe: Double?
    /// What the last look measured.
    private(set) var measures: PictureMeasures?

    /// Begins a visit to a camera of which `baseline` is known. `hour` is the hour of day by which that was learnt; without
    /// it the frames' own, in UTC.
    public init(
        baseline: QualityBaseline? = nil, settings: PictureQualitySettings = PictureQualitySettings(),
        hour: Int? = nil
    ) {
        self.settings = settings
        self.hour = hour
        self.baseline = baseline
        shake = ShakeMeter(settings: settings)
        stillness = StillnessMeter(settings: settings)
    }

    /// The view last seen, for learning; nil before the first look.
    var sketchSeen: ViewSketch? { sketch }

    /// Judges by `baseline` from now on.
    mutating func judge(by baseline: QualityBaseline) {
        self.baseline = baseline
        view = nil
    }

    /// Looks at the next frame of the visit; most that follow faster than 12 a second are passed
    /// over.
    public mutating func look(at frame: Frame) {
        if let last, abs(frame.mediaTime - last) > Self.longestGap || frame.mediaTime < last { restart() }
        guard isDue(frame) else { return }
        last = frame.mediaTime
        if frame.isKeyframe { lastKeyframe = frame.mediaTime }
        if began == nil { began = frame.mediaTime }
        prepare(for: frame)
        let measures = meter!.measure(frame)
        self.measures = measures
        shake.note(measures.change)
        stillness.note(measures.change, isKeyframe: frame.isKeyframe, at: frame.mediaTime)
        let usual = baseline?.usual(at: hour ?? QualityBaseline.hour(of: frame.wallTime))
        let fault = PictureJudge(settings: settings, usual: usual).fault(of: measures)
        if votes.count % Self.viewEvery == 0 { compareView(frame) }
        votes.note(fault ?? (moved ? .moved : nil))
        verdict = verdict(at: frame.mediaTime)
    }

    /// What a picture is of which there is no other: faults that one look shows.
    var faultAlone: PictureFault? {
        measures.flatMap { PictureJudge(settings: settings).fault(of: $0) }
    }

    /// Keyframes are looked at though they follow fast: only between them do small changes show.
    private func isDue(_ frame: Frame) -> Bool {
        guard let last else { return true }
        if frame.mediaTime - last >= Self.interval { return true }
        return frame.isKeyframe && frame.mediaTime - (lastKeyframe ?? -.infinity) >= Self.keyframeInterval
    }

    private mutating func restart() {
        votes = FaultVotes()
        shake = ShakeMeter(settings: settings)
        stillness = StillnessMeter(settings: settings)
        meter?.forget()
        (began, last, lastKeyframe, moved) = (nil, nil, nil, false)
    }

    private mutating func prepare(for frame: Frame) {
        guard meter?.fits(frame) != true else { return }
        if meter != nil { restart() }
        (began, last) = (began ?? frame.mediaTime, frame.mediaTime)
        meter = PictureMeter(width: frame.width, height: frame.height)
        sketch = ViewSketch(width: frame.width, height: frame.height)
        view = nil
    }

    private mutating func compareView(_ frame: Frame) {
        sketch!.draw(frame.luma)
        guard let reference = baseline?.view, reference.fits(sketch!) else { return moved = false }
        if view == nil { view = ViewComparison(reference) }
        switch view!.judge(sketch!) {
        case .moved(let share) where share.isFinite: moved = true
        // By night most of what is seen by day is gone: only where this hour was seen to look like the reference.
        case .moved:
            moved = baseline?.knowsView(at: hour ?? QualityBaseline.hour(of: frame.wallTime)) == true
        default: moved = false
        }
    }

    private func verdict(at now: Double) -> PictureVerdict {
        let (looks, seconds) = (votes.count, now - (began ?? now))
        if stillness.isFrozen, votes.winner != .slate, votes.winner != .black { return .faulty(.frozen) }
        let settlesFault = looks >= Self.faultLooks || looks >= Self.slowLooks && seconds >= Self.faultSeconds
        if settlesFault, let fault = votes.winner { return .faulty(fault) }
        guard looks >= Self.fastLooks || looks >= Self.slowLooks && seconds >= Self.slowSeconds else {
            return .unsettled
        }
        if shake.isShaking { return .faulty(.shake) }
        return stillness.isLively ? .good : .unsettled
    }
}
