public import Logging
import Synchronization
public import VideoCore
public import VideoStreams

/// Where a camera's findings go, with the frame that settled each.
public typealias FindingHandler = @Sendable (_ camera: CameraID, _ finding: Finding, _ frame: Frame) async -> Void

/// One camera from packets to findings.
///
/// Its reader runs on a thread of its own; everything else happens in ``run()``, inline: decode, look, forget. A failing
/// detector or decoder restarts this camera alone, with a growing pause, while its reader goes on.
public final class CameraTask: Sendable {
    private let recipe: CameraRecipe
    private let onFinding: FindingHandler
    private let logger: Logger
    private let ledger = FrameLedger()
    private let ring: PacketRing
    private let reader: PacketReader
    private let progress = Mutex(Progress())

    private struct Progress {
        var restarts = 0
        var pictureSize: CameraReport.PictureSize?
        var lag = 0.0
    }

    /// A camera after `recipe`; attempts to connect are counted in `budget`.
    public init(
        recipe: CameraRecipe, budget: ConnectionBudget, logger: Logger, onFinding: @escaping FindingHandler
    ) {
        self.recipe = recipe
        self.onFinding = onFinding
        self.logger = logger
        ring = PacketRing(seconds: recipe.stream.bufferSeconds, bytes: recipe.stream.bufferBytes, ledger: ledger)
        reader = PacketReader(settings: recipe.stream, options: recipe.reading, budget: budget, ring: ring) { status in
            Self.log(status, camera: recipe.id, to: logger)
        }
    }

    /// How it is doing now.
    public var report: CameraReport {
        let progress = progress.withLock { $0 }
        return CameraReport(
            id: recipe.id, stream: reader.status, counts: ledger.counts, restarts: progress.restarts,
            pictureSize: progress.pictureSize, lag: progress.lag)
    }

    /// Runs until the task is cancelled, or a recording that is not repeated has ended.
    public func run() async {
        reader.start()
        await withTaskCancellationHandler {
            var pause = Duration.seconds(1)
            while !Task.isCancelled {
                do {
                    try await analyse()
                    break
                } catch {
                    let restarts = progress.withLock { progress -> Int in
                        progress.restarts += 1
                        return progress.restarts
                    }
                    logger.error(
                        "analysis failed; it starts anew", metadata: ["camera": "\(recipe.id)", "error": "\(error)",
                            "restarts": "\(restarts)", "pause": "\(pause)"])
                    try? await Task.sleep(for: pause)
                    pause = min(pause * 2, .seconds(60))
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
        var found: [(Finding, Frame)] = []
        var last: Frame?
        defer { extractor.abandon(.stopped) }
        while let packet = await ring.next() {
            if Task.isCancelled {
                ledger.countStopped()
                return
            }
            try extractor.consume(packet, demand: bench.demand, rewind: ring.rewindToKeyframe) { frame in
                try bench.look(at: frame) { found.append(($0, frame)) }
                last = frame
            }
            if let frame = last { note(frame) }
            if !found.isEmpty { await handOver(&found) }
            // One picture each, then the next camera: no camera may hold a worker.
            await Task.yield()
        }
        try extractor.finish { frame in try bench.look(at: frame) { found.append(($0, frame)) } }
        if let frame = last { bench.finish { found.append(($0, frame)) } }
        await handOver(&found)
    }

    private func handOver(_ found: inout [(Finding, Frame)]) async {
        for (finding, frame) in found { await onFinding(recipe.id, finding, frame) }
        found.removeAll(keepingCapacity: true)
    }

    private func note(_ frame: Frame) {
        let lag = (ContinuousClock.now - frame.receivedAt) / .seconds(1)
        progress.withLock { progress in
            progress.lag = lag
            progress.pictureSize = CameraReport.PictureSize(width: frame.width, height: frame.height)
        }
    }

    private static func log(_ status: PacketReader.Status, camera: CameraID, to logger: Logger) {
        switch status.phase {
        case .streaming: logger.info("video arrives", metadata: ["camera": "\(camera)"])
        case .pausing(let failure) where failure.code != .stopped:
            logger.warning("no video: \(failure)", metadata: ["camera": "\(camera)", "reason": "\(failure.code)"])
        default: break
        }
    }
}
