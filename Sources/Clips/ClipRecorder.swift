public import Alarms
import Synchronization
public import Telemetry
public import VideoCore
public import VideoStreams

/// What the recorder must know of a camera.
public struct ClipCamera: Sendable {
    /// Its packets.
    public var tap: PacketTap
    /// What is pixelated.
    public var shields: [Polygon]

    /// A camera whose packets are in `tap`.
    public init(tap: PacketTap, shields: [Polygon]) {
        self.tap = tap
        self.shields = shields
    }
}

/// Makes a clip of each alarm that a camera under analysis rings, and never holds one up.
///
/// It hears of alarms once they are safe, takes the video before and after them out of the cameras' rings, and hands the
/// finished files to `publish`. Alarms that overlap on a camera share a clip. What is too much is given up and counted: a
/// clip, never a frame or an alarm. Its work waits for the disk, so it has a thread of its own.
public actor ClipRecorder {
    /// Takes the finished files of an alarm, of which the newest event heard of is given.
    public typealias Publish = @Sendable (AlarmEvent, [Evidence]) async -> Void

    private let executor = DiskExecutor(label: "clips", isUrgent: false)
    /// The thread of the recorder.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let camera: @Sendable (CameraID) -> ClipCamera?
    private let settings: ClipSettings
    private let store: EvidenceStore
    private let maker: ClipMaker
    private let meters: ClipMeters
    private let publish: Publish
    private let onTrouble: @Sendable (ClipTrouble) -> Void
    private var recordings: [Recording] = []
    private var jobs: [Int: Task<Void, Never>] = [:]
    private var jobsBegun = 0
    private var isInTrouble = false
    private var isStopped = false

    /// Seconds after which an alarm is too old for a clip: its video is gone.
    private static let oldest = 120.0

    /// A recorder that stores in `store`; raw clips only with `key`.
    ///
    /// - Parameters:
    ///   - camera: The camera of an id, as it is set up at the time; nil where there is none.
    ///   - onTrouble: Called on the recorder's thread; must not wait.
    ///   - publish: Called once for each alarm whose clips are on the disk.
    public init(
        camera: @escaping @Sendable (CameraID) -> ClipCamera?, settings: ClipSettings, store: EvidenceStore,
        key: EvidenceKey?,
        metrics: Metrics = Metrics(), onTrouble: @escaping @Sendable (ClipTrouble) -> Void = { _ in },
        publish: @escaping Publish
    ) {
        self.camera = camera
        self.settings = settings
        self.store = store
        self.publish = publish
        self.onTrouble = onTrouble
        meters = ClipMeters(metrics)
        maker = ClipMaker(store: store, settings: settings, key: key)
    }

    /// Hears of an event that is safe; returns at once.
    nonisolated public func note(_ event: AlarmEvent) {
        guard camera(CameraID(event.data.camera.id)) != nil, !event.data.isTest else { return }
        let age = event.data.receivedAt.map { WallTime.now().secondsSince1970 - $0.wallTime.secondsSince1970 }
        let arrival = age.flatMap { abs($0) < Self.oldest ? ContinuousClock.now - .seconds($0) : nil }
        executor.async { self.assumeIsolated { $0.hear(event, settledAt: arrival) } }
    }

    /// Writes what has come in since the last call. To be called about twice a second.
    public func step(now: ContinuousClock.Instant = .now) {
        for recording in recordings {
            do {
                guard try recording.take(now: now) else { continue }
                try recording.finish()
                make(recording)
            } catch {
                lose(ClipMaker.reason(of: error), "\(error)")
            }
            recordings.removeAll { $0 === recording }
        }
        showUnderWay()
    }

    /// The cameras have stopped: finishes the clips under way with what there is, and gives up what is not done by `moment`.
    public func stop(by moment: ContinuousClock.Instant) async {
        isStopped = true
        maker.stop(by: moment)
        for recording in recordings {
            do {
                _ = try recording.take(now: .now)
                try recording.finish()
                make(recording)
            } catch {
                lose(ClipMaker.reason(of: error), "\(error)")
            }
        }
        recordings = []
        for job in jobs.values { await job.value }
    }

    /// `arrival` is when the frame arrived that settled it; nil when nobody knows, or it was too long ago.
    func hear(_ event: AlarmEvent, settledAt arrival: ContinuousClock.Instant?) {
        for recording in recordings where recording.note(event) { return }
        guard event.data.phase == .open, !isStopped, let arrival, let camera = camera(CameraID(event.data.camera.id))
        else { return }
        for recording in recordings where recording.join(event, settledAt: arrival) { return }
        guard recordings.count + jobs.count < settings.limit else {
            return lose(.busy, "\(settings.limit) clips are under way")
        }
        begin(event, settledAt: arrival, camera)
        showUnderWay()
    }

    private func begin(_ event: AlarmEvent, settledAt arrival: ContinuousClock.Instant, _ camera: ClipCamera) {
        do {
            try store.checkSpace(of: .clip)
            let recording = try Recording(
                of: event, settledAt: arrival, by: camera, settings: settings, folder: store.settings.folder)
            guard let recording else { return lose(.gone, "camera \(event.data.camera.id)") }
            recordings.append(recording)
        } catch {
            lose(ClipMaker.reason(of: error), "\(error)")
        }
    }

    private func make(_ recording: Recording) {
        let clip = RecordedClip(
            spool: recording.spool, alarms: recording.alarms, firstMediaTime: recording.firstMediaTime,
            // Too much is masked rather than too little, should they have changed meanwhile, or the camera be gone.
            shields: recording.shields
                + (camera(recording.camera)?.shields ?? []).filter { !recording.shields.contains($0) })
        jobsBegun += 1
        let number = jobsBegun
        jobs[number] = Task {
            let made = await maker.make(clip)
            await publish(made)
            jobs[number] = nil
            showUnderWay()
        }
    }

    private func publish(_ made: MadeClip) async {
        if let loss = made.loss {
            lose(loss.reason, loss.detail)
        } else if isInTrouble {
            isInTrouble = false
            onTrouble(.recovered)
        }
        for (alarm, files) in made.evidence where !files.isEmpty {
            meters.count(files)
            await publish(alarm, files)
        }
    }

    private func lose(_ reason: ClipLoss, _ detail: String) {
        meters.lost(reason)
        if !isInTrouble { onTrouble(.lost(reason, detail: detail)) }
        isInTrouble = true
    }

    private func showUnderWay() { meters.underWay.set(Double(recordings.count + jobs.count)) }
}

/// What the recorder counts.
private struct ClipMeters: Sendable {
    let underWay: Gauge
    private let metrics: Metrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        underWay = metrics.gauge(.clipsUnderWay)
        for reason in ClipLoss.allCases { _ = metrics.counter(.clipsLost, ["reason": reason.rawValue]) }
        for kind in [Evidence.Kind.clip, .rawClip] { _ = metrics.counter(.clipsStored, ["kind": kind.rawValue]) }
    }

    func lost(_ reason: ClipLoss) { metrics.counter(.clipsLost, ["reason": reason.rawValue]).add() }

    func count(_ files: [Evidence]) {
        for file in files { metrics.counter(.clipsStored, ["kind": file.kind.rawValue]).add() }
    }
}
