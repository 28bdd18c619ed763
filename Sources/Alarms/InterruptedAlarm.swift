import VideoCore

/// An alarm that an earlier run of the program left open when it was cut off, as by a loss of power, and that may still
/// go on: an e-bike that is still in the lift, or a device that is still gone, must not ring again.
struct InterruptedAlarm: Hashable {
    let kind: AlarmKind
    /// The newest event of it.
    let last: AlarmEvent
    private let updates: Int
    private let since = ContinuousClock.now

    /// Kinds that last for as long as something is there.
    private static let lasting: Set<AlarmKind> = [.ebikeInElevator, .deviceOffline]

    /// Seconds after its last event for which it may be the same: a day's part and not another day; a device may be gone
    /// for weeks without a further word.
    private static func longest(_ kind: AlarmKind) -> Double { kind == .deviceOffline ? 90 * 86_400 : 6 * 3600 }

    /// For how long it waits for its camera: recorders take minutes to start, and that a device is gone is known after
    /// some five.
    private static func patience(_ kind: AlarmKind) -> Duration { .seconds(kind == .deviceOffline ? 900 : 300) }

    /// The alarm of `record`, whose newest event is `last`; nil when it cannot go on.
    init?(_ record: AlarmRecord, _ last: AlarmEvent, now: WallTime) {
        let spoken = last.data.committedAt ?? last.time
        let age = now.secondsSince1970 - Double(spoken.milliseconds) / 1000
        guard Self.lasting.contains(last.data.kind), !last.data.isTest, abs(age) <= Self.longest(last.data.kind)
        else { return nil }
        kind = last.data.kind
        self.last = last
        updates = record.updates
    }

    /// Whether its camera may still show it; by the monotonic clock, as civil time is often set after a loss of power.
    func isAwaited(at now: ContinuousClock.Instant) -> Bool { now - since < Self.patience(kind) }

    /// It, gone on with by `finding`.
    func resumed(by finding: Finding) -> AdmittedFinding {
        AdmittedFinding(
            alarmID: last.data.alarmID, phase: .open, update: updates, start: last.time, finding: finding)
    }
}
