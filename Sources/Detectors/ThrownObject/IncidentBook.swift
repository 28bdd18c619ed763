internal import VideoCore

/// Turns falls into incidents: one `open` each, a few updates, one `close`. Reflections and bursts join their incident.
struct IncidentBook {
    /// What is reported of one fall.
    struct Report {
        var points: [TrackPoint]
        var region: Region
        var confidence: Double
        var origin: FloorEstimate?
        /// Share of the picture's width that three metres take.
        var reach: Double
    }

    private struct Incident {
        var number: Int
        var report: Report
        var start: Double
        var end: Double
        var lastReported: Double
        var updates = 0
    }

    /// Falls within this time and the reach of three metres are one incident, seconds.
    private static let burst = 3.0
    /// Least time between reports of one incident, seconds, and most of them.
    private static let updateSpacing = 0.5
    private static let updateLimit = 4

    private var incidents: [Incident] = []
    private var nextNumber = 1

    /// A fall that was not yet reported: opens an incident or joins one; says its number.
    mutating func admit(_ report: Report, at now: Double, into findings: inout [Finding]) -> Int {
        if let i = incidents.firstIndex(where: { joins($0, report) }) { return incidents[i].number }
        let (start, end) = (report.points.first?.mediaTime ?? now, report.points.last?.mediaTime ?? now)
        let incident = Incident(number: nextNumber, report: report, start: start, end: end, lastReported: now)
        nextNumber += 1
        incidents.append(incident)
        findings.append(finding(incident, .open, at: now))
        return incident.number
    }

    /// More of a fall that was reported as `number`.
    mutating func update(_ number: Int, _ report: Report, at now: Double, into findings: inout [Finding]) {
        guard let i = incidents.firstIndex(where: { $0.number == number }) else { return }
        incidents[i].end = max(incidents[i].end, report.points.last?.mediaTime ?? now)
        // The longest track speaks for the incident, not its reflection.
        guard report.points.count >= incidents[i].report.points.count else { return }
        let confidence = max(report.confidence, incidents[i].report.confidence)
        incidents[i].report = report
        incidents[i].report.confidence = confidence
        guard now - incidents[i].lastReported >= Self.updateSpacing, incidents[i].updates < Self.updateLimit else {
            return
        }
        incidents[i].lastReported = now
        incidents[i].updates += 1
        findings.append(finding(incidents[i], .update, at: now))
    }

    /// Closes what has not been seen for the length of a burst.
    mutating func closeStale(at now: Double, into findings: inout [Finding]) {
        while let i = incidents.firstIndex(where: { now - $0.end > Self.burst }) {
            findings.append(finding(incidents.remove(at: i), .close, at: now))
        }
    }

    /// Closes everything.
    mutating func closeAll(at now: Double, into findings: inout [Finding]) {
        for incident in incidents { findings.append(finding(incident, .close, at: now)) }
        incidents.removeAll(keepingCapacity: true)
    }

    /// Whether `report` is the same event: its reflection at the same time, or more of the same burst.
    private func joins(_ incident: Incident, _ report: Report) -> Bool {
        guard let first = report.points.first, let last = report.points.last else { return false }
        guard first.mediaTime - incident.end <= Self.burst else { return false }
        let reach = max(incident.report.reach, report.reach)
        // A reflection in the glass falls beside the thing: at the same time its distance may be twice that of a burst.
        let overlaps = first.mediaTime < incident.end && last.mediaTime > incident.start
        return abs(centre(report.region) - centre(incident.report.region)) < (overlaps ? 2 * reach : reach)
    }

    private func centre(_ region: Region) -> Double { region.x + region.width / 2 }

    private func finding(_ incident: Incident, _ stage: Finding.Stage, at now: Double) -> Finding {
        Finding(
            kind: .thrownObject, incident: incident.number, stage: stage, start: incident.start, end: incident.end,
            detected: now, confidence: incident.report.confidence, regionInImage: incident.report.region,
            track: incident.report.points, origin: incident.report.origin)
    }
}
