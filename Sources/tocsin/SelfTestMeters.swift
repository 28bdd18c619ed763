import Detectors
import Telemetry
import VideoCore

/// What is measured of the self-tests of one camera.
struct SelfTestMeters: Sendable {
    let metrics: Metrics
    let camera: CameraID

    /// Shows the result of the last test.
    func note(_ entry: SelfTestEntry) {
        metrics.gauge(
            "tocsin_selftest_passed", help: "1 where the last self-test saw its ball from every height, 0 where not.",
            labels: ["camera": camera.name]
        ).set(entry.passed ? 1 : 0)
        for storey in entry.storeys {
            let labels = ["camera": camera.name, "floor": "\(storey.floor)"]
            metrics.gauge(
                "tocsin_selftest_seen",
                help: "1 where a 10 cm object from this floor would have been seen, 0 where not.", labels: labels
            ).set(storey.seen ? 1 : 0)
            metrics.gauge(
                "tocsin_selftest_pixels", help: "Pixels across that a 10 cm object has at this floor.", labels: labels
            ).set(storey.pixels)
        }
    }
}
