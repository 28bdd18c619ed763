/// What is measured of evidence: clips made, given up, deleted.
extension Metric {
    static let ofEvidence = [clipsStored, clipsLost, clipsUnderWay, evidenceDeleted]

    /// Clips stored.
    public static let clipsStored = Metric(
        "tocsin_clips_stored_total", .counter, labels: ["kind"],
        help: "Clips of alarms that were stored: clip (masked) and raw-clip (encrypted).")
    /// Clips given up.
    public static let clipsLost = Metric(
        "tocsin_clips_lost_total", .counter, labels: ["reason"],
        help:
            "Clips of alarms that were not made: busy (too many at once), disk (too little free), gone (no video of it), failed, stopped."
    )
    /// Clips being made.
    public static let clipsUnderWay = Metric(
        "tocsin_clips_under_way", .gauge, help: "Clips that are being recorded, encoded or encrypted.")
    /// Evidence deleted.
    public static let evidenceDeleted = Metric(
        "tocsin_evidence_deleted_total", .counter, labels: ["kind", "reason"],
        help: "Files of evidence deleted: by age, by budget (maximumBytes), or for space on a full disk.")
}
