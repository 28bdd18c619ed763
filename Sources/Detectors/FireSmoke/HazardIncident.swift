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

    private var lastReport: Double

    /// Seconds from one report to the next while it shows: who could not ring for it before may now.
    private static let reminder = 60.0
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
        lastReport = now
    }

    /// Takes in that its view showed it at media time `t`; the update that is due when it has grown twofold, or nothing
    /// was reported for a minute.
    mutating func seen(_ reading: HazardReading, at t: Double) -> Finding? {
        end = t
        if reading.area > 0 { latest += (reading.area - latest) * 0.3 }
        let hasGrown = latest >= Self.growth * max(area, 1e-4)
        guard hasGrown || t - lastReport >= Self.reminder else { return nil }
        lastReport = t
        if hasGrown {
            area = latest
            confidence += (1 - confidence) * 0.5
        }
        region = reading.region ?? region
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
