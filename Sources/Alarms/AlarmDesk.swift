import Synchronization
public import Telemetry
public import VideoCore

/// Makes a JPEG of a picture, or throws.
public typealias JPEGEncoding = @Sendable (Frame) throws -> [UInt8]

/// An event that is in the queue.
public struct CommittedAlarm: Hashable, Sendable {
    /// Its place there.
    public let sequence: Int64
    /// The event.
    public let event: AlarmEvent
}

/// What whoever runs the desk must say aloud; told once when it begins, not at every alarm.
public enum DeskTrouble: Hashable, Sendable {
    /// Alarms go out without pictures from now on.
    case evidenceRefused(EvidenceError)
    /// Pictures are stored again.
    case evidenceRecovered
    /// Alarms cannot be queued; they wait in memory and are offered again.
    case queueRefused(OutboxError)
    /// This event is the newest of those that wait; told for each of them.
    case waits(AlarmEvent)
    /// Alarms are queued again, with so many that had waited.
    case queueRecovered(waited: Int)
    /// Too many wait: this one is lost.
    case lost(AlarmEvent)
    /// The disk has too little room for the reserve of so many bytes: when it is full, alarms cannot be queued.
    case reserveMissing(bytes: Int)
    /// The reserve is held again.
    case reserveHeld
}

/// The one place in a process where findings become queued alarms: policy, picture, queue, in that order.
///
/// Its work waits for the disk, so it has a thread of its own. A picture that cannot be stored costs no alarm; an alarm
/// that cannot be queued waits, in order, until ``retryWaiting(now:)`` finds the queue willing again.
public actor AlarmDesk {
    /// Findings under way with their pictures; further ones come without, so that a slow disk fills no memory.
    static let pictureLimit = 16

    private let executor = DiskExecutor(label: "alarm-desk")
    /// The thread of the desk.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    let outbox: Outbox
    let waitingLimit: Int
    let meters: DeskMeters
    let onCommit: @Sendable (CommittedAlarm) -> Void
    let onTrouble: @Sendable (DeskTrouble) -> Void
    private let evidence: EvidenceStore?
    private let encodeJPEG: JPEGEncoding?
    let clock: @Sendable () -> WallTime
    private var cameras: [CameraID: CameraAlarms] = [:]
    /// Alarms of an earlier run that may still go on.
    var interrupted: [CameraID: [InterruptedAlarm]] = [:]
    private var evidenceIsRefused = false
    private let underWay = Atomic<Int>(0)
    /// Read by other threads too: whoever ends the program must know them even while the desk's thread hangs in the disk.
    nonisolated let waiting = Mutex<[AlarmEvent]>([])
    /// How many of those that wait have been told of.
    var toldWaiting = 0
    var holdsReserve = true
    /// Why the queue refused last, until it takes again. Read by other threads, like `waiting`.
    nonisolated let queueRefusal = Mutex<OutboxError?>(nil)

    /// A desk that fills `outbox`.
    ///
    /// - Parameters:
    ///   - evidence: Where pictures go; nil for none.
    ///   - encodeJPEG: Makes the pictures; nil for none.
    ///   - waitingLimit: How many events wait in memory while the queue refuses; beyond it the oldest update goes first.
    ///   - clock: Civil time, for `receivedAt` and `committedAt`.
    ///   - onTrouble: Called on the desk's thread; must not wait.
    ///   - onCommit: Called on the desk's thread for each new event once it is safe; must not wait.
    public init(
        outbox: Outbox, evidence: EvidenceStore? = nil, encodeJPEG: JPEGEncoding? = nil, metrics: Metrics = Metrics(),
        waitingLimit: Int = 10_000, clock: (@Sendable () -> WallTime)? = nil,
        onTrouble: @escaping @Sendable (DeskTrouble) -> Void = { _ in },
        onCommit: @escaping @Sendable (CommittedAlarm) -> Void = { _ in }
    ) {
        self.outbox = outbox
        self.evidence = evidence
        self.encodeJPEG = encodeJPEG
        meters = DeskMeters(metrics)
        self.waitingLimit = max(waitingLimit, 1)
        self.clock = clock ?? { WallTime.now() }
        self.onTrouble = onTrouble
        self.onCommit = onCommit
    }

    /// Judges `finding`, made of `frame`, and returns the events it put into the queue.
    @discardableResult
    public func handle(_ finding: Finding, frame: Frame, camera: CameraContext) -> [CommittedAlarm] {
        handle(finding, at: FindingMoment(frame), frame: frame, camera: camera)
    }

    /// Judges `finding`, for which there is no frame or none any more.
    @discardableResult
    public func handle(
        _ finding: Finding, at moment: FindingMoment, frame: Frame? = nil, camera: CameraContext
    ) -> [CommittedAlarm] {
        var alarms = cameras[camera.cameraID] ?? CameraAlarms(camera)
        alarms.context = camera
        if let earlier = earlier(finding, camera, now: moment.wallTime) {
            alarms.resume(earlier.resumed(by: finding), now: moment.wallTime)
        }
        let before = alarms.policy.refusals
        let events = alarms.events(for: finding, at: moment)
        meters.count(refusals: alarms.policy.refusals, before: before)
        cameras[camera.cameraID] = alarms
        // Before any picture: should the disk hang, the alarm is known.
        for var event in events {
            event.data.receivedAt = moment.receivedAt.map(civil)
            wait(event)
        }
        // The live picture does not show the ball of a test.
        if let frame, !finding.isTest {
            for event in events {
                if let stored = storeEvidence(of: event, frame, camera) { attach(stored, to: event.id) }
            }
        }
        return events.isEmpty ? [] : commitWaiting()
    }

    /// The alarm of an earlier run that `finding` goes on with, which is awaited no more; nil when it is another one, or
    /// must not ring now.
    private func earlier(_ finding: Finding, _ camera: CameraContext, now: WallTime) -> InterruptedAlarm? {
        guard finding.stage == .open, !finding.isTest,
            camera.settings.schedule(of: finding.kind).contains(now, in: camera.timeZone),
            let index = interrupted[camera.cameraID]?.firstIndex(where: { $0.kind == finding.kind })
        else { return nil }
        return interrupted[camera.cameraID]?.remove(at: index)
    }

    /// Like ``handle(_:frame:camera:)`` for callers that cannot wait: returns at once, keeps the order of the calls.
    nonisolated public func submit(_ finding: Finding, frame: Frame, camera: CameraContext) {
        let moment = FindingMoment(frame)
        let isCrowded = underWay.wrappingAdd(1, ordering: .relaxed).oldValue >= Self.pictureLimit
        let kept = isCrowded ? nil : frame
        executor.async {
            self.assumeIsolated { desk in
                desk.handle(finding, at: moment, frame: kept, camera: camera)
                _ = desk.underWay.wrappingSubtract(1, ordering: .relaxed)
            }
        }
    }

    /// Adds `words` to an alarm of `camera`, as an update; also to one that is over, so that nothing done about it is
    /// without an event.
    @discardableResult
    public func remark(_ alarm: AlarmID, of camera: CameraID, _ words: String) -> [CommittedAlarm] {
        let events = cameras[camera]?.remark(alarm, words, now: clock()) ?? []
        for event in events { wait(event) }
        if events.isEmpty, let late = lateRemark(alarm, words) { wait(late) }
        return commitWaiting()
    }

    private func lateRemark(_ alarm: AlarmID, _ words: String) -> AlarmEvent? {
        guard let record = try? outbox.alarm(alarm), let last = record.latestOfCamera else { return nil }
        var data = last.data
        data.phase = .update
        data.evidence = []
        data.receivedAt = nil
        data.prompt = nil
        data.detail = words
        var event = AlarmEvent(site: "", time: last.time, update: record.updates + 1, data: data)
        event.source = last.source
        return event
    }

    /// The detectors of `camera` are gone, be it for a moment: closes the alarms they left open.
    @discardableResult
    public func closeAlarms(of camera: CameraID) -> [CommittedAlarm] {
        for event in cameras[camera]?.closeAll() ?? [] { wait(event) }
        return commitWaiting()
    }

    /// Like ``closeAlarms(of:)``, in order behind everything submitted before.
    nonisolated public func submitClose(of camera: CameraID) {
        executor.async { self.assumeIsolated { _ = $0.closeAlarms(of: camera) } }
    }

    /// Returns when everything submitted before has been dealt with.
    public func drain() {}

    /// The alarms that this desk has opened and not closed.
    var openAlarms: Set<AlarmID> { cameras.values.reduce(into: []) { $0.formUnion($1.policy.openAlarms) } }

    /// The civil time of a moment on the monotonic clock, as this computer sees both now.
    private func civil(_ instant: ContinuousClock.Instant) -> Timestamp {
        Timestamp(clock().advanced(by: (instant - .now) / .seconds(1)))
    }

    /// A picture at the beginning, and at the end where there is a whole path to show.
    private func storeEvidence(of event: AlarmEvent, _ frame: Frame, _ camera: CameraContext) -> Evidence? {
        guard let evidence, let encodeJPEG else { return nil }
        guard event.data.phase == .open || event.data.phase == .close && !event.data.track.isEmpty else { return nil }
        do {
            try evidence.checkSpace()
            let snapshot = Snapshot(of: event.data, shields: camera.shields).drawn(on: frame)
            let jpeg: [UInt8]
            do { jpeg = try encodeJPEG(snapshot) } catch { throw EvidenceError.notEncoded(reason: "\(error)") }
            let stored = try evidence.store(
                snapshot: jpeg, event: event.id, day: event.time, masked: !camera.shields.isEmpty,
                priority: event.data.priority)
            if evidenceIsRefused { onTrouble(.evidenceRecovered) }
            evidenceIsRefused = false
            return stored
        } catch {
            meters.evidenceRefused.add()
            if !evidenceIsRefused {
                onTrouble(.evidenceRefused(error as? EvidenceError ?? .notEncoded(reason: "\(error)")))
            }
            evidenceIsRefused = true
            return nil
        }
    }
}
