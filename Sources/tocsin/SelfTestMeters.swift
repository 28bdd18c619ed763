import Detectors
import Telemetry
import VideoCore

/// What is measured of the self-tests of one camera.
struct SelfTestMeters: Sendable {
    let metrics: Metrics
    let camera: CameraID

    /// Shows the result of the last test.
    func note(_ entry: SelfTestEntry) {
        metrics.gauge(.selfTestPassed, ["camera": camera.name]).set(entry.passed ? 1 : 0)
        for storey in entry.storeys {
            let labels = ["camera": camera.name, "floor": "\(storey.floor)"]
            metrics.gauge(.selfTestSeen, labels).set(storey.seen ? 1 : 0)
            metrics.gauge(.selfTestPixels, labels).set(storey.pixels)
        }
    }
}
