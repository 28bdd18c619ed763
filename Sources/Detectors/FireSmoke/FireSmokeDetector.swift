public import Inference
public import VideoCore

/// Finds suspected flames and smoke.
///
/// While nothing is suspected it looks at a keyframe each second: cheap gates say which part deserves a closer look, and
/// a network looks at the whole and, turn by turn, at every part. What the network suspects is watched on every frame for
/// some seconds: it rings when most looks show it and the place lives, as flames and smoke do and lamps do not.
/// A still picture, which has no second frame, is judged by the network alone.
public struct FireSmokeDetector: Detector {
    /// Seconds between two looks of the network while nothing is suspected.
    private static let quietStep = 2.0
    /// Share of the threshold from which something is suspected, and above which what has rung still shows.
    private static let suspicion = 0.6

    private var eyes: [Eye]
    private let thresholds: [(Hazard, Double)]
    private var gate = HazardGate()
    /// By hazard and view.
    private var memories: [Hazard: [HazardMemory]] = [:]
    private var readings: [Hazard: HazardReading] = [:]
    private var incidents: [HazardIncident] = []
    private var nextIncident = 1
    private var closer: CloserLook?
    private var turn = 0
    private var lastLook = -Double.infinity
    /// The only frame so far.
    private var only: Frame?
    private var frames = 0

    /// A network's eye for the hazards that share excluded places.
    private struct Eye {
        var eye: HazardEye
        let hazards: [Hazard]
    }

    /// A detector that sees with `model`. Throws when its network cannot be used.
    public init(model: HazardModel, settings: FireSmokeSettings) throws(InferenceError) {
        let watched = Hazard.allCases.filter { settings.watched.contains($0) && model.threshold($0) != nil }
        eyes = []
        for polygons in Set(watched.map { settings.excluded[$0] ?? [] }) {
            let eye = try HazardEye(model, excluded: polygons)
            eyes.append(Eye(eye: eye, hazards: watched.filter { settings.excluded[$0] ?? [] == polygons }))
        }
        thresholds = watched.compactMap { hazard in model.threshold(hazard).map { (hazard, $0) } }
        for hazard in watched {
            memories[hazard] = Array(repeating: HazardMemory(), count: HazardView.count)
            readings[hazard] = HazardReading()
        }
    }

    public var demand: FrameDemand { closer == nil ? .keyframes(every: 1) : .everyFrame }

    public mutating func findings(in frame: Frame) throws -> [Finding] {
        frames += 1
        only = frames == 1 ? frame : nil
        var findings: [Finding] = []
        end(at: frame.mediaTime, &findings)
        if closer == nil { try watchQuietly(frame, &findings) }
        if closer != nil { try watchClosely(frame, &findings) }
        return findings
    }

    public mutating func finish() -> [Finding] {
        var findings: [Finding] = []
        if let only { judgeAlone(only, &findings) }
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
        var suspected: (view: Int, excess: Double)?
        for view in views(of: frame) {
            try look(view, of: frame)
            refresh(view, at: frame.mediaTime, &findings)
            guard let excess = suspicion(of: view, at: frame.mediaTime) else { continue }
            if suspected.map({ excess > $0.excess }) ?? true { suspected = (view, excess) }
        }
        guard let suspected else { return }
        closer = CloserLook(view: suspected.view, at: frame.mediaTime, thresholds: thresholds)
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

    /// How far the readings of `view` are above what is suspicious; nil when nothing deserves a closer look.
    private mutating func suspicion(of view: Int, at t: Double) -> Double? {
        var greatest: Double?
        for (hazard, threshold) in thresholds where !incidents.contains(where: { $0.hazard == hazard }) {
            let score = readings[hazard]?.score ?? 0
            guard score >= Self.suspicion * threshold,
                memories[hazard]?[view].isWorthALook(score, at: t) == true
            else { continue }
            greatest = max(greatest ?? 0, score / threshold)
        }
        return greatest
    }

    // MARK: While something is suspected

    private mutating func watchClosely(_ frame: Frame, _ findings: inout [Finding]) throws {
        // Taken out, not copied: its meters are changed in place.
        guard var closer = closer.take() else { return }
        let t = frame.mediaTime
        closer.measure(frame)
        if closer.isDue(at: t) {
            try look(closer.view, of: frame)
            refresh(closer.view, at: t, &findings)
            for index in closer.watches.indices {
                closer.count(readings[closer.watches[index].hazard] ?? HazardReading(), of: index, at: t)
                if closer.watches[index].isBelieved { ring(index, &closer, at: t, &findings) }
            }
            closer.looked(at: t)
        }
        let isOver = closer.isOver(at: t)
        if isOver { dismiss(closer, at: t) }
        self.closer = isOver ? nil : closer
    }

    private mutating func ring(_ index: Int, _ closer: inout CloserLook, at t: Double, _ findings: inout [Finding]) {
        let watch = closer.watches[index]
        closer.ring(index)
        guard !incidents.contains(where: { $0.hazard == watch.hazard }) else { return }
        let incident = HazardIncident(
            number: nextIncident, hazard: watch.hazard, view: closer.view, start: watch.firstShown ?? t, now: t,
            confidence: watch.vote.confidence, region: watch.best.region ?? HazardView.region(closer.view),
            area: watch.best.area)
        nextIncident += 1
        incidents.append(incident)
        findings.append(incident.finding(.open, at: t))
    }

    private mutating func dismiss(_ closer: CloserLook, at t: Double) {
        for watch in closer.watches where !watch.hasRung && watch.best.score >= Self.suspicion * watch.threshold {
            memories[watch.hazard]?[closer.view].dismiss(watch.best.score, at: t)
        }
    }

    // MARK: What has rung

    /// Keeps incidents alive that `view` still shows.
    private mutating func refresh(_ view: Int, at t: Double, _ findings: inout [Finding]) {
        for i in incidents.indices where view == incidents[i].view || view == HazardView.whole {
            let hazard = incidents[i].hazard
            guard let reading = readings[hazard], let threshold = thresholds.first(where: { $0.0 == hazard })?.1,
                reading.score >= Self.suspicion * threshold
            else { continue }
            if let update = incidents[i].seen(reading, in: view, at: t) { findings.append(update) }
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
    private mutating func judgeAlone(_ frame: Frame, _ findings: inout [Finding]) {
        guard (try? look(HazardView.whole, of: frame)) != nil else { return }
        for (hazard, threshold) in thresholds {
            guard let reading = readings[hazard], reading.score >= threshold else { continue }
            let incident = HazardIncident(
                number: nextIncident, hazard: hazard, view: HazardView.whole, start: frame.mediaTime,
                now: frame.mediaTime, confidence: reading.score,
                region: reading.region ?? HazardView.region(HazardView.whole), area: reading.area)
            nextIncident += 1
            incidents.append(incident)
            findings.append(incident.finding(.open, at: frame.mediaTime))
        }
    }
}
