import Logging
import Synchronization
import Telemetry
import VideoCore
import VideoStreams

/// What a camera says in the log: each thing at once, and again with a growing distance and a count, so that a camera that
/// is dead for a year fills no disk.
final class CameraLog: Sendable {
    private let camera: CameraID
    private let logger: Logger
    private let began = ContinuousClock.now
    private let repeats = Mutex(Repeats<String>())

    init(camera: CameraID, logger: Logger) {
        self.camera = camera
        self.logger = logger
    }

    /// The stream stands elsewhere than before.
    func note(_ phase: StreamPhase) {
        switch phase {
        case .streaming: say(.info, "video arrives", as: "streaming", [:])
        case .pausing(let failure) where failure.code != .stopped:
            say(.warning, "no video: \(failure)", as: failure.code.rawValue, ["reason": "\(failure.code)"])
        default: break
        }
    }

    /// The analysis ended with `error` and starts anew after `pause`.
    func analysisFailed(_ error: any Error, restarts: Int, pause: Duration) {
        say(
            .error, "analysis failed; it starts anew", as: "analysis \(error)",
            ["error": "\(error)", "restarts": "\(restarts)", "pause": "\(pause)"])
    }

    private func say(_ level: Logger.Level, _ text: String, as kind: String, _ metadata: Logger.Metadata) {
        let now = (ContinuousClock.now - began) / .seconds(1)
        guard let leftOut = repeats.withLock({ $0.say(kind, now: now) }) else { return }
        var metadata = metadata
        metadata["camera"] = "\(camera)"
        if leftOut > 0 { metadata["times"] = "\(leftOut + 1)" }
        logger.log(level: level, "\(text)", metadata: metadata)
    }
}
