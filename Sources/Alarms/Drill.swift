public import VideoCore

/// An alarm that somebody orders, to see whether it reaches those who must act on it.
///
/// It is queued and delivered like a real one, marked as a test and a drill in everything that tells of it.
public struct Drill: Hashable, Sendable {
    /// What it is to look like.
    public var kind: AlarmKind
    /// Who ordered it.
    public var by: String
    /// What there is to say about it.
    public var comment: String?
    /// When it begins.
    public var start: WallTime
    /// What tells it from others: many may be ordered within a millisecond.
    public var number: UInt64

    /// A drill of `kind` that `by` has ordered at `start`.
    public init(
        _ kind: AlarmKind, by: String, comment: String? = nil, start: WallTime,
        number: UInt64 = .random(in: .min ... .max)
    ) {
        self.number = number
        self.kind = kind
        self.by = by
        self.comment = comment
        self.start = start
    }

    /// Its events, as if `camera` had seen it: it opens and closes.
    public func events(of camera: CameraContext) -> [AlarmEvent] {
        // A name that no real alarm has: one that begins in the same millisecond must not be taken for this.
        let id = AlarmID(
            site: "drill \(number) at \(camera.site)", camera: camera.cameraID, kind: kind, start: Timestamp(start))
        return [AlarmPhase.open, .close].map { phase in
            var finding = Finding(
                kind: kind, incident: 0, stage: phase == .open ? .open : .close, start: 0, end: 0, detected: 0,
                confidence: 1)
            finding.isTest = true
            finding.detail = detail
            var event = AlarmEvent(
                AdmittedFinding(alarmID: id, phase: phase, update: 0, start: Timestamp(start), finding: finding), camera
            )
            event.data.isDrill = true
            event.data.committedAt = Timestamp(start)
            return event
        }
    }

    private var detail: String {
        let words = "this is a drill, ordered by \(by)"
        guard let comment, !comment.isEmpty else { return words }
        return "\(words): \(comment)"
    }
}
