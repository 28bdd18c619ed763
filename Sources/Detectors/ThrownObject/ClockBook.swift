internal import VideoCore

/// Turns what ``ClockCheck`` says into findings: one `open` for each state of disagreement, one `close`.
struct ClockBook {
    private var check = ClockCheck()
    /// Numbers below zero: the self-test of the same camera, which rings for the same kind, counts from 1.
    private var incident = 0

    /// Takes a fall, with floors set up as `floorHeight` metres apart.
    mutating func note(
        _ reading: GravityReading, floorHeight: Double, at now: Double, into findings: inout [Finding]
    ) {
        switch check.note(reading) {
        case .nothing: break
        case .warn(let disagreement, let stage):
            if stage == .open { incident -= 1 }
            findings.append(finding(stage, disagreement.words(floorHeight: floorHeight), at: now))
        case .settle:
            findings.append(finding(.close, "falls show the gravity of the earth again", at: now))
        }
    }

    /// The stream has ended: closes what is open.
    mutating func close(at now: Double, into findings: inout [Finding]) {
        guard check.isWarning else { return }
        check = ClockCheck()
        findings.append(finding(.close, nil, at: now))
    }

    private func finding(_ stage: Finding.Stage, _ detail: String?, at now: Double) -> Finding {
        var finding = Finding(
            kind: .pictureQuality, incident: incident, stage: stage, start: now, end: now, detected: now, confidence: 1)
        finding.detail = detail
        return finding
    }
}
