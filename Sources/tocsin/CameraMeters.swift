import Pipeline
import Telemetry
import VideoCore

/// What is measured of each camera.
struct CameraMeters {
    private let metrics: Metrics

    init(_ metrics: Metrics) { self.metrics = metrics }

    /// Shows what `report` says.
    func note(_ report: CameraReport) {
        metrics.gauge(
            "tocsin_camera_blind_seconds",
            help: "Seconds since the start in which no fall could have been seen, or no floor named.",
            labels: ["camera": report.id.name]
        ).set(report.blindSeconds)
    }
}
