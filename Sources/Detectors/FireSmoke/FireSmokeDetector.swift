public import Inference
public import VideoCore

/// Finds suspected flames and smoke.
///
/// While nothing is suspected it looks at a keyframe each second: cheap gates say which part deserves a closer look, and
/// a network looks at the whole and, turn by turn, at every part. What the network suspects is watched on every frame for
/// some seconds: it rings when most looks show it and the place lives, as flames and smoke do and lamps do not.
/// A still picture, which has no second frame, is judged by the network alone.
public struct FireSmokeDetector: Detector {
    /// Seconds between two looks of the gates while nothing is suspected.
    private static let gateStep = 1.0
    /// Seconds between two looks of the network while nothing is suspected.
    private static let quietStep = 2.0
    /// Seconds between two frames of a closer look, at most.
    private static let longestGap = 2.0
    /// Share of the threshold from which something is suspected.
    static let suspicion = 0.6
    /// The same of a part of the picture, which is wrong more often.
    private static let suspicionOfParts = 0.9

    private var eyes: [Eye]
    private let thresholds: [(Hazard, Double)]
    private var gate: HazardGate
    /// By hazard and view.
    private var memories: [Hazard: [HazardMemory]] = [:]
    private var readings: [Hazard: HazardReading] = [:]
    private var incidents: [HazardIncident] = []
    private var nextIncident = 1
    private var closer: CloserLook?
    /// The view that shows each hazard best now, and by how much; 0 where it is not suspected.
    private var suspected: [(hazard: Hazard, view: Int, excess: Double)]
    private var keyframes = KeyframeSpacing()
    private var turn = 0
    private var lastTime = 0.0
    private var lastGate = -Double.infinity
    private var lastLook = -Double.infinity
    private var frames = 0
    /// What the whole of the first picture showed.
    private var first: [Hazard: HazardReading] = [:]

    /// A network's eye for the hazards that share excluded places.
    private struct Eye {
        var eye: HazardEye
        let hazards: [Hazard]
    }

    /// A detector that sees with `model`. Throws when its network cannot be used, or does not know what is looked for.
    public init(model: HazardModel, settings: FireSmokeSettings) throws(InferenceError) {
        let watched = Hazard.allCases.filter { settings.watched.contains($0) }
        for hazard in watched where model.threshold(hazard) == nil {
            throw .unreadable(
                model: model.description.name,
                reason:
                    "it has no class “\(hazard.rawValue)” with a threshold; look for what it knows alone, or use another"
            )
        }
        gate = HazardGate(excluded: settings.excluded)
        eyes = []
        for polygons in Set(watched.map { settings.excluded[$0] ?? [] }) {
            let eye = try HazardEye(model, excluded: polygons)
            eyes.append(Eye(eye: eye, hazards: watched.filter { settings.excluded[$0] ?? [] == polygons }))
        }
        thresholds = watched.compactMap { hazard in model.threshold(hazard).map { (hazard, $0) } }
        suspected = watched.map { ($0, HazardView.whole, 0) }
        for hazard in watched {
            memories[hazard] = Array(repeating: HazardMemory(), count: HazardView.count)
            readings[hazard] = HazardReading()
        }
    }

    /// Keyframes while nothing is suspected, where they come often enough; else every frame.
    public var demand: FrameDemand {
        if closer != nil { return .everyFrame }
        return keyframes.areFrequent ? .keyframes(every: Self.gateStep) : .onActivity
    }

    /// Looks at the next frame. Throws when the network fails.
    public mutating func findings(in frame: Frame) throws -> [Finding] {
        frames += 1
        if frame.isKeyframe { keyframes.note(frame.mediaTime) }
        // Before and after a gap are two scenes: nothing that was seen before confirms anything now.
        if abs(frame.mediaTime - lastTime) > Self.longestGap { closer = nil }
        lastTime = frame.mediaTime
        var findings: [Finding] = []
        end(at: frame.mediaTime, &findings)
        if closer == nil { try watchQuietly(frame, &findings) }
        if closer != nil { try watchClosely(frame, &findings) }
        return findings
    }

    /// The stream has ended: judges what was being watched, and closes what has rung.
    public mutating func finish() -> [Finding] {
        var findings: [Finding] = []
        if frames == 1 {
            judgeAlone(at: lastTime, &findings)
        } else if var closer = closer.take() {
            for index in closer.watches.indices where closer.isBelievedAtTheEnd(index) {
                ring(index, &closer, at: lastTime, &findings)
            }
        }
        for incident in incidents { findings.append(incident.finding(.close, at: incident.end)) }
        incidents = []
        return findings
    }

    /// Reads view number `view` of `frame` into ``readings``.
    private mutating func look(_ view: Int, of frame: Frame) throws(InferenceError) {
        for i in eyes.indices {
            var (fire, smoke) = (HazardReading(), HazardReading())
            try eyes[i].eye.look(view, of: frame, fire: &fire, smoke: &smoke)
            for hazard in eyes[i].hazards { readings[hazard] = hazard == .fire ? fire : smoke }
        }
    }

    // MARK: While nothing is suspected

    private mutating func watchQuietly(_ frame: Frame, _ findings: inout [Finding]) throws {
        let t = frame.mediaTime
        guard t < lastGate || t - lastGate >= Self.gateStep * 0.98 else { return }
        lastGate = t
        for i in suspected.indices { (suspected[i].view, suspected[i].excess) = (HazardView.whole, 0) }
        for view in views(of: frame) {
            try look(view, of: frame)
            if frames == 1, view == HazardView.whole { first = readings }
            refresh(view, at: t, &findings)
            for i in suspected.indices {
                let excess = suspicion(of: suspected[i].hazard, in: view, at: t)
                if excess > suspected[i].excess { (suspected[i].view, suspected[i].excess) = (view, excess) }
            }
        }
        guard suspected.contains(where: { $0.excess > 0 }) else { return }
        // The whole is watched in any case: what is small at first may grow, and fills it in the end.
        var watches = thresholds.map { watch($0.0, in: HazardView.whole) }
        for (hazard, view, excess) in suspected where excess > 0 && view != HazardView.whole {
            watches.append(watch(hazard, in: view))
        }
        closer = CloserLook(at: t, watches)
    }

    /// The views that the network is to see now: what the gates point at, and every two seconds the whole, one part after
    /// the other, and where something has rung.
    private mutating func views(of frame: Frame) -> ViewSet {
        var views = ViewSet()
        let gated = gate.tiles(in: frame)
        if let view = gated.fire { views.insert(view) }
        if let view = gated.smoke { views.insert(view) }
        let t = frame.mediaTime
        guard t < lastLook || t - lastLook >= Self.quietStep * 0.98 else { return views }
        lastLook = t
        turn = turn % (HazardView.count - 1) + 1
        views.insert(HazardView.whole)
        views.insert(turn)
        for incident in incidents { views.insert(incident.view) }
        return views
    }

    /// How far the reading of `hazard` in `view` is above what is suspicious; 0 when it deserves no closer look.
    private mutating func suspicion(of hazard: Hazard, in view: Int, at t: Double) -> Double {
        guard !incidents.contains(where: { $0.hazard == hazard }) else { return 0 }
        let (score, threshold) = (readings[hazard]?.score ?? 0, threshold(of: hazard, in: view))
        guard score >= (view == HazardView.whole ? Self.suspicion : Self.suspicionOfParts) * threshold,
            memories[hazard]?[view].isWorthALook(score, at: t) == true
        else {
            return 0
        }
        return score / threshold
    }

    private func watch(_ hazard: Hazard, in view: Int) -> CloserLook.Watch {
        let usual = threshold(of: hazard, in: view)
        let still = thresholds.first { $0.0 == hazard }?.1 ?? 1
        return CloserLook.Watch(hazard, in: view, threshold: (usual, view == HazardView.whole ? still : usual))
    }

    /// A stream gives many more chances to be wrong than a still, and parts of a picture mislead more than the whole:
    /// pieces of pale walls look like smoke.
    private func threshold(of hazard: Hazard, in view: Int) -> Double {
        let threshold = thresholds.first { $0.0 == hazard }?.1 ?? 1
        let caution = hazard == .fire ? (whole: 0.15, part: 0.45) : (whole: 0.15, part: 0.7)
        return threshold + (1 - threshold) * (view == HazardView.whole ? caution.whole : caution.part)
    }

    // MARK: While something is suspected

    private mutating func watchClosely(_ frame: Frame, _ findings: inout [Finding]) throws {
        // Taken out, not copied: its meters are changed in place.
        guard var closer = closer.take() else { return }
        let t = frame.mediaTime
        closer.measure(frame)
        if closer.isDue(at: t) {
            for view in closer.views {
                try look(view, of: frame)
                refresh(view, at: t, &findings)
                for index in closer.watches.indices where closer.watches[index].view == view {
                    closer.count(readings[closer.watches[index].hazard] ?? HazardReading(), of: index, at: t)
                    if closer.isBelieved(index) { ring(index, &closer, at: t, &findings) }
                }
            }
            closer.looked(at: t)
            if closer.isOver(at: t) { return dismiss(closer, at: t) }
        }
        self.closer = closer
    }

    private mutating func ring(_ index: Int, _ closer: inout CloserLook, at t: Double, _ findings: inout [Finding]) {
        let watch = closer.watches[index]
        closer.ring(watch.hazard)
        guard !incidents.contains(where: { $0.hazard == watch.hazard }) else { return }
        let incident = HazardIncident(
            number: nextIncident, hazard: watch.hazard, view: watch.view, start: watch.firstShown ?? t, now: t,
            confidence: watch.vote.confidence, region: watch.best.region ?? HazardView.region(watch.view),
            area: watch.best.area)
        nextIncident += 1
        incidents.append(incident)
        findings.append(incident.finding(.open, at: t))
    }

    private mutating func dismiss(_ closer: CloserLook, at t: Double) {
        for watch in closer.watches where !watch.hasRung && watch.best.score >= Self.suspicion * watch.threshold.usual {
            memories[watch.hazard]?[watch.view].dismiss(
                watch.best.score, isDead: watch.vote.isWon(watch.hazard), at: t)
        }
    }

    // MARK: What has rung

    /// Keeps incidents alive that their view still shows as clearly as it must to ring.
    private mutating func refresh(_ view: Int, at t: Double, _ findings: inout [Finding]) {
        for i in incidents.indices where view == incidents[i].view {
            let hazard = incidents[i].hazard
            guard let reading = readings[hazard], reading.score >= threshold(of: hazard, in: view) else { continue }
            if let update = incidents[i].seen(reading, at: t) { findings.append(update) }
        }
    }

    private mutating func end(at t: Double, _ findings: inout [Finding]) {
        for i in incidents.indices.reversed() where incidents[i].isOver(at: t) {
            findings.append(incidents[i].finding(.close, at: t))
            incidents.remove(at: i)
        }
    }

    // MARK: A picture alone

    /// The stream had one picture only: no time can confirm it.
    private mutating func judgeAlone(at t: Double, _ findings: inout [Finding]) {
        for (hazard, threshold) in thresholds {
            guard let reading = first[hazard], reading.score >= threshold else { continue }
            let incident = HazardIncident(
                number: nextIncident, hazard: hazard, view: HazardView.whole, start: t, now: t,
                confidence: reading.score, region: reading.region ?? HazardView.region(HazardView.whole),
                area: reading.area)
            nextIncident += 1
            incidents.append(incident)
            findings.append(incident.finding(.open, at: t))
        }
    }
}
