public import Logging
import Synchronization
public import VideoCore
public import VideoStreams

/// What a camera's task has to tell.
public enum CameraEvent: Sendable {
    /// A detector reports on an incident; the frame is the one that settled it.
    case found(Finding, Frame)
    /// The detectors are gone, be it for a moment: incidents they left open will not be closed by them.
    case detectorsGone
}

/// Takes what a camera has to tell. Called on a worker thread; must not wait.
public typealias CameraEventHandler = @Sendable (CameraID, CameraEvent) -> Void

/// One camera from packets to findings.
///
/// Its reader runs on a thread of its own; everything else happens in ``run()``, inline: decode, look, forget. A failing
/// detector or decoder restarts this camera alone, with a growing pause, while its reader goes on.
public final class CameraTask: Sendable {
    private let recipe: CameraRecipe
    private let onEvent: CameraEventHandler
    private let log: CameraLog
    private let ledger = FrameLedger()
    private let ring: PacketRing
    private let reader: PacketReader
    private let progress = Mutex(Progress())

    private struct Progress {
        var restarts = 0
        var pictureSize: CameraReport.PictureSize?
        var lag = 0.0
        var blindSeconds = 0.0
        /// Of detectors that are gone.
        var blindBefore = 0.0
        /// Whether the detectors know what is to be forgotten.
        var isToRelearn = false
    }

    /// A camera after `recipe`; attempts to connect are counted in `budget`.
    public init(
        recipe: CameraRecipe, budget: ConnectionBudget, logger: Logger, onEvent: @escaping CameraEventHandler
    ) {
        self.recipe = recipe
        self.onEvent = onEvent
        let log = CameraLog(camera: recipe.id, logger: logger)
        self.log = log
        ring = PacketRing(seconds: recipe.stream.bufferSeconds, bytes: recipe.stream.bufferBytes, ledger: ledger)
        reader = PacketReader(settings: recipe.stream, options: recipe.reading, budget: budget, ring: ring) { status in
            log.note(status.phase)
        }
    }

    /// A look at the packets it holds, for evidence.
    public var tap: PacketTap { PacketTap(ring) }

    /// Its name.
    var id: CameraID { recipe.id }

    /// How it is doing now.
    public var report: CameraReport {
        let progress = progress.withLock { $0 }
        return CameraReport(
            id: recipe.id, stream: reader.status, counts: ledger.counts, restarts: progress.restarts,
            pictureSize: progress.pictureSize, lag: progress.lag,
            blindSeconds: progress.blindBefore + progress.blindSeconds)
    }

    /// Has what was learnt of it forgotten; its detectors are made anew at the next packet.
    func relearn() {
        recipe.forget()
        progress.withLock { $0.isToRelearn = true }
    }

    /// Runs until the task is cancelled, or a recording that is not repeated has ended.
    public func run() async {
        reader.start()
        await withTaskCancellationHandler {
            var restartPause = RestartPause()
            while !Task.isCancelled {
                let began = ContinuousClock.now
                do {
                    try await analyse()
                    break
                } catch {
                    let restarts = progress.withLock { progress -> Int in
                        progress.restarts += 1
                        return progress.restarts
                    }
                    let pause = restartPause.next(after: ContinuousClock.now - began)
                    log.analysisFailed(error, restarts: restarts, pause: pause)
                    if let failure = error as? StreamFailure { reader.reconnect(because: failure) }
                    try? await Task.sleep(for: pause)
                    ring.abandon(.stopped)
                }
            }
        } onCancel: {
            reader.stop()
        }
        reader.stop()
        // The ring ends when the reader's thread does: then every packet has been accounted for.
        while await ring.next() != nil { ledger.countStopped() }
    }

    /// Decodes and looks, up to the end of the stream or the first failure.
    private func analyse() async throws {
        var bench = DetectorBench(try recipe.makeDetectors())
        var extractor = FrameExtractor(ledger: ledger)
        defer {
            extractor.abandon(.stopped)
            noteDetectorsGone()
        }
        var last: Frame?
        while let packet = await ring.next() {
            if Task.isCancelled {
                ledger.countStopped()
                return
            }
            if takeRelearning() {
                noteDetectorsGone()
                bench = DetectorBench(try recipe.makeDetectors())
            }
            try extractor.consume(packet, demand: bench.demand, rewind: ring.rewindToKeyframe) { frame in
                try look(at: frame, &bench)
                last = frame
            }
            // One packet, then the next camera: no camera may hold a worker.
            await Task.yield()
        }
        try extractor.finish { try look(at: $0, &bench) }
        if let last { bench.finish { onEvent(recipe.id, .found($0, last)) } }
    }

    /// Whether the detectors are to be made anew, without what they or those before them have learnt.
    private func takeRelearning() -> Bool {
        let isToRelearn = progress.withLock { progress in
            defer { progress.isToRelearn = false }
            return progress.isToRelearn
        }
        // Once more: the detectors may have kept something since.
        if isToRelearn { recipe.forget() }
        return isToRelearn
    }

    private func noteDetectorsGone() {
        progress.withLock { progress in
            progress.blindBefore += progress.blindSeconds
            progress.blindSeconds = 0
        }
        onEvent(recipe.id, .detectorsGone)
    }

    private func look(at frame: Frame, _ bench: inout DetectorBench) throws {
        try bench.look(at: frame) { onEvent(recipe.id, .found($0, frame)) }
        note(frame, blindSeconds: bench.blindSeconds)
    }

    private func note(_ frame: Frame, blindSeconds: Double) {
        let lag = (ContinuousClock.now - frame.receivedAt) / .seconds(1)
        progress.withLock { progress in
            progress.lag = lag
            progress.blindSeconds = blindSeconds
            progress.pictureSize = CameraReport.PictureSize(width: frame.width, height: frame.height)
        }
    }
}
