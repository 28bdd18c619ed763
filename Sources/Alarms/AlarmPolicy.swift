public import VideoCore

/// Why a finding rings nothing.
public enum AlarmRefusal: String, CaseIterable, Hashable, Sendable {
    /// Another alarm of that kind rang just before; the incident rings late if it outlives the cooldown.
    case cooldown
    /// Outside the camera's hours; the incident rings late if it lasts into them.
    case schedule
    /// An update too soon after the last; the newest one held back goes out before the close.
    case throttled
    /// The end of an incident that never opened.
    case unknownIncident = "unknown-incident"
    /// An incident of the same start has rung and closed already.
    case duplicate
}

/// A finding that passed the policy, as one phase of an alarm.
public struct AdmittedFinding: Hashable, Sendable {
    /// The alarm it belongs to.
    public var alarmID: AlarmID
    /// The phase it makes.
    public var phase: AlarmPhase
    /// Number of the update, from 1; 0 in the other phases.
    public var update: Int
    /// Wall time at which the alarm's first incident began.
    public var start: Timestamp
    /// What was found.
    public var finding: Finding
}

/// What to do about a finding.
public enum AlarmAction: Hashable, Sendable {
    /// Queue an event.
    case raise(AdmittedFinding)
    /// Queue nothing.
    case refuse(AlarmRefusal)
}

/// Decides for one camera which findings become alarm events: one incident is one alarm.
///
/// Pure: takes the time, returns actions, touches nothing.
public struct AlarmPolicy: Sendable {
    private struct Incident: Hashable {
        var kind: AlarmKind
        var number: Int
    }

    private struct OpenAlarm {
        var admitted: AdmittedFinding
        var openedAt: WallTime
        var lastEventAt: WallTime
        var members: Set<Incident>
        var held: Finding?
    }

    /// Alarms open at once on one camera; a detector that never closes its incidents must not fill the memory.
    static let openLimit = 64

    /// How many findings were refused, by reason.
    public private(set) var refusals: [AlarmRefusal: Int] = [:]
    var context: CameraContext
    private var alarms: [AlarmID: OpenAlarm] = [:]
    private var admitted: [Incident: AlarmID] = [:]
    private var refused: [Incident: AlarmRefusal] = [:]
    private var lastOpen: [AlarmKind: (id: AlarmID, at: WallTime)] = [:]
    private var recent: [AlarmID] = []
    /// Alarms of an earlier run that the next incident of their kind goes on with.
    private var resumed: [AlarmKind: AlarmID] = [:]

    /// A policy for the camera of `context`, with no alarm open.
    public init(_ context: CameraContext) { self.context = context }

    /// The alarms open now, by id.
    public var openAlarms: Set<AlarmID> { Set(alarms.keys) }

    /// What to do about `finding`, whose incident began at `start`, in the light of what happened before `now`.
    public mutating func admit(_ finding: Finding, start: WallTime, now: WallTime) -> [AlarmAction] {
        let incident = Incident(kind: finding.kind, number: finding.incident)
        guard let id = admitted[incident] else {
            return judge(finding, incident, start: Timestamp(start), now: now)
        }
        guard finding.stage == .close else { return update(id, finding, now: now) }
        admitted[incident] = nil
        alarms[id]?.members.remove(incident)
        return alarms[id]?.members.isEmpty == true ? close(id, finding) : update(id, finding, now: now)
    }

    /// Adds `words` to an alarm that is open, as an update of its own; nothing when it is not.
    mutating func remark(_ id: AlarmID, _ words: String, now: WallTime) -> [AlarmAction] {
        guard var alarm = alarms[id] else { return [] }
        var finding = alarm.admitted.finding
        finding.detail = words
        alarm.admitted.becomeUpdate(finding)
        let remark = alarm.admitted
        alarm.admitted.finding.detail = nil
        alarms[id] = alarm
        return [.raise(remark)]
    }

    /// Goes on with an alarm that an earlier run of the program left open: the next incident of its kind joins it.
    mutating func resume(_ alarm: AdmittedFinding, now: WallTime) {
        alarms[alarm.alarmID] = OpenAlarm(
            admitted: alarm, openedAt: now,
            lastEventAt: now.advanced(by: -2 * context.settings.updateInterval), members: [])
        resumed[alarm.finding.kind] = alarm.alarmID
    }

    /// The detectors of this camera are gone: closes what they left open, in order of its start.
    public mutating func closeAll() -> [AlarmAction] {
        let ids = alarms.values.sorted { $0.admitted.start < $1.admitted.start }.map(\.admitted.alarmID)
        refused = [:]
        return ids.flatMap { close($0, nil) }
    }

    /// An incident that has not rung yet.
    private mutating func judge(
        _ finding: Finding, _ incident: Incident, start: Timestamp, now: WallTime
    ) -> [AlarmAction] {
        if finding.stage == .close {
            if let reason = refused.removeValue(forKey: incident) { return [.refuse(reason)] }
            return refuse(.unknownIncident)
        }
        let id = AlarmID(site: context.site, camera: CameraID(context.camera.id), kind: finding.kind, start: start)
        if let reason = refusal(of: finding.kind, id: id, now: now) {
            guard refused[incident] != reason else { return [.refuse(reason)] }
            if refused.count >= 16 * Self.openLimit { refused = [:] }
            refused[incident] = reason
            return refuse(reason)
        }
        refused[incident] = nil
        if let joined = alarmToJoin(finding.kind, id: id, now: now) {
            alarms[joined]?.members.insert(incident)
            resumed[finding.kind] = nil
            admitted[incident] = joined
            return update(joined, finding, now: now)
        }
        return open(id, finding, incident, start: start, now: now)
    }

    private func refusal(of kind: AlarmKind, id: AlarmID, now: WallTime) -> AlarmRefusal? {
        guard context.settings.schedule(of: kind).contains(now, in: context.timeZone) else { return .schedule }
        guard alarmToJoin(kind, id: id, now: now) == nil else { return nil }
        if recent.contains(id) { return .duplicate }
        guard let last = lastOpen[kind] else { return nil }
        return isCoolingDown(kind, since: last.at, now: now) ? .cooldown : nil
    }

    private func alarmToJoin(_ kind: AlarmKind, id: AlarmID, now: WallTime) -> AlarmID? {
        if alarms[id] != nil { return id }
        if let earlier = resumed[kind], alarms[earlier] != nil { return earlier }
        guard let last = lastOpen[kind], let alarm = alarms[last.id] else { return nil }
        return isCoolingDown(kind, since: alarm.openedAt, now: now) ? last.id : nil
    }

    /// By distance, so that a clock put back does not silence a camera until it has caught up.
    private func isCoolingDown(_ kind: AlarmKind, since: WallTime, now: WallTime) -> Bool {
        abs(now.secondsSince1970 - since.secondsSince1970) < context.settings.cooldown[kind] ?? 0
    }

    private mutating func open(
        _ id: AlarmID, _ finding: Finding, _ incident: Incident, start: Timestamp, now: WallTime
    ) -> [AlarmAction] {
        let overflow = alarms.count < Self.openLimit ? [] : closeLongestSilent()
        let first = AdmittedFinding(alarmID: id, phase: .open, update: 0, start: start, finding: finding)
        alarms[id] = OpenAlarm(admitted: first, openedAt: now, lastEventAt: now, members: [incident])
        admitted[incident] = id
        lastOpen[finding.kind] = (id, now)
        recent = recent.suffix(4 * Self.openLimit - 1) + [id]
        return overflow + [.raise(first)]
    }

    private mutating func update(_ id: AlarmID, _ finding: Finding, now: WallTime) -> [AlarmAction] {
        guard var alarm = alarms[id] else { return refuse(.unknownIncident) }
        defer { alarms[id] = alarm }
        let elapsed = abs(now.secondsSince1970 - alarm.lastEventAt.secondsSince1970)
        guard elapsed >= context.settings.updateInterval - 1e-6 else {
            alarm.held = finding
            return refuse(.throttled)
        }
        alarm.lastEventAt = now
        alarm.held = nil
        alarm.admitted.becomeUpdate(finding)
        return [.raise(alarm.admitted)]
    }

    /// `finding` is the report that ended it; nil when none came.
    private mutating func close(_ id: AlarmID, _ finding: Finding?) -> [AlarmAction] {
        guard var alarm = alarms.removeValue(forKey: id) else { return [] }
        for member in alarm.members { admitted[member] = nil }
        var actions: [AlarmAction] = []
        if let held = alarm.held {
            alarm.admitted.becomeUpdate(held)
            actions.append(.raise(alarm.admitted))
        }
        alarm.admitted.becomeClose(finding)
        return actions + [.raise(alarm.admitted)]
    }

    private mutating func closeLongestSilent() -> [AlarmAction] {
        let silent = alarms.min { ($0.value.lastEventAt, $0.key.text) < ($1.value.lastEventAt, $1.key.text) }
        return silent.map { close($0.key, nil) } ?? []
    }

    private mutating func refuse(_ reason: AlarmRefusal) -> [AlarmAction] {
        refusals[reason, default: 0] += 1
        return [.refuse(reason)]
    }
}

extension AdmittedFinding {
    fileprivate mutating func becomeUpdate(_ next: Finding) {
        phase = .update
        update += 1
        replace(next)
    }

    fileprivate mutating func becomeClose(_ last: Finding?) {
        phase = .close
        update = 0
        if let last { replace(last) }
    }

    /// The alarm began with its first incident, whichever of them reports now.
    private mutating func replace(_ next: Finding) {
        let start = min(finding.start, next.start)
        finding = next
        finding.start = start
    }
}
