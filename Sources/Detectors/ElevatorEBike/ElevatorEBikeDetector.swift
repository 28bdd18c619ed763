public import Inference
public import VideoCore

/// Finds e-bikes, motor scooters and motorcycles that come into a lift.
///
/// In an idle cabin it sees keyframes alone, and shows none to the network. While something moves, the door is open, or
/// the cabin has just changed, the network looks four times a second, five where something like an e-bike is in sight, and
/// each two-wheeler is followed from the door into the cabin (``Stay``). A still picture, which has no second frame, is judged by the network alone.
public struct ElevatorEBikeDetector: Detector {
    /// Seconds between two looks while something is not settled, while something moves, and while nothing does.
    private static let quickStep = 0.2
    private static let movingStep = 0.25
    private static let slowStep = 1.0
    /// Seconds of stillness for which something undecided is looked at.
    private static let longestDoubt = 30.0
    /// Seconds that one look stands for at most: in an idle cabin nobody looks, and nothing leaves.
    private static let longestLook = 1.0
    /// Seconds between two frames that are a gap in the stream.
    private static let gap = 4.0

    private var eye: EBikeEye
    private var activity: LiftActivity
    private var book: StayBook
    private var fixtures = FixtureMemory()
    private var sightings: [Sighting] = []
    /// A door takes longer to open.
    private var keyframes = KeyframeSpacing(enough: 2.1)
    private var wasActive = false
    private var frames = 0
    private var lastTime = 0.0
    private var lastLook = -ElevatorEBikeDetector.slowStep
    /// Pictures that the network has seen.
    private(set) var looks = 0

    /// A detector that sees with `model`. Throws when its network cannot be used.
    public init(model: EBikeModel, settings: EBikeSettings) throws(InferenceError) {
        eye = try EBikeEye(model, settings: settings)
        activity = LiftActivity(door: settings.door)
        book = StayBook(settings)
    }

    /// Every frame while anything goes on; else keyframes, and where these are rare, the pictures of movement as well.
    public var demand: FrameDemand {
        if wasActive { return .everyFrame }
        return keyframes.areFrequent ? .keyframes(every: 0) : .onActivity
    }

    /// Looks at the next frame. Throws when the network fails.
    public mutating func findings(in frame: Frame) throws -> [Finding] {
        let t = frame.mediaTime
        frames += 1
        if frame.isKeyframe { keyframes.note(t) }
        if t < lastLook || t - lastTime > Self.gap { lastLook = t - Self.quickStep }
        lastTime = t
        activity.note(frame)
        // What stays unsettled in a cabin that is still, such as a poster outside, must not keep the network awake.
        let isActive = activity.isActive(at: t) || book.isUnsettled && activity.stillness(at: t) < Self.longestDoubt
        if isActive, !wasActive { fixtures.unrestBegins() }
        wasActive = isActive
        guard isActive, t - lastLook >= step(at: t) * 0.98 else { return [] }
        let seconds = min(max(t - lastLook, 0), Self.longestLook)
        lastLook = t
        looks += 1
        try eye.look(at: frame)
        fixtures.lookBegins()
        sightings.removeAll(keepingCapacity: true)
        for sighting in eye.sightings where !fixtures.isFixture(sighting.region, at: t) { sightings.append(sighting) }
        fixtures.lookEnds(after: seconds, people: eye.people)
        var findings: [Finding] = []
        book.look(
            sightings, people: eye.people, doorIsOpen: activity.doorIsOpen, after: seconds, at: t, &findings)
        return findings
    }

    /// The stream has ended: judges a picture that was alone, and closes what has rung.
    public mutating func finish() -> [Finding] {
        var findings: [Finding] = []
        if frames == 1 { judgeAlone(&findings) }
        book.finish(&findings)
        return findings
    }

    private func step(at t: Double) -> Double {
        if book.isUnsettled { return Self.quickStep }
        return activity.hasJustMoved(at: t) ? Self.movingStep : Self.slowStep
    }

    /// The stream had one picture only: no entry can confirm it.
    private func judgeAlone(_ findings: inout [Finding]) {
        guard let sighting = eye.sightings.filter(\.isClear).max(by: { $0.confidence < $1.confidence }) else { return }
        for stage in [Finding.Stage.open, .close] {
            findings.append(
                Finding(
                    kind: .ebikeInElevator, incident: 1, stage: stage, start: lastTime, end: lastTime,
                    detected: lastTime, confidence: sighting.confidence, regionInImage: sighting.region))
        }
    }
}
