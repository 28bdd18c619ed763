import VideoCore

/// A hazard that has rung, until it is gone.
struct HazardIncident {
    let number: Int
    let hazard: Hazard
    let view: Int
    let start: Double
    private(set) var end: Double
    private var confidence: Double
    private var region: Region
    private var area: Double
    /// Running mean of the area, as flames come and go.
    private var latest: Double

    /// Seconds without it after which it is over.
    private static let gone = 60.0
    private static let growth = 2.0

    init(
        number: Int, hazard: Hazard, view: Int, start: Double, now: Double, confidence: Double, region: Region,
        area: Double
    ) {
        (self.number, self.hazard, self.view) = (number, hazard, view)
        (self.start, end, self.confidence) = (start, now, confidence)
        (self.region, self.area, latest) = (region, area, area)
    }

    /// Takes in that it showed at media time `t`; the update that is due when it has grown twofold.
    mutating func seen(_ reading: HazardReading, in view: Int, at t: Double) -> Finding? {
        end = t
        // Areas in different views are not comparable: cells are as large as the view is wide.
        guard view == self.view, let place = reading.region, reading.area > 0 else { return nil }
        latest += (reading.area - latest) * 0.3
        guard latest >= Self.growth * max(area, 1e-4) else { return nil }
        area = latest
        region = place
        confidence += (1 - confidence) * 0.5
        return finding(.update, at: t)
    }

    /// Whether it has been gone long enough at media time `t`.
    func isOver(at t: Double) -> Bool { t - end >= Self.gone }

    func finding(_ stage: Finding.Stage, at t: Double) -> Finding {
        Finding(
            kind: hazard.alarmKind, incident: number, stage: stage, start: start, end: end, detected: t,
            confidence: min(confidence, 1), regionInImage: region)
    }
}
