/// What is measured of each camera under analysis.
extension Metric {
    static let ofCameras = [
        cameras, cameraUp, cameraFrames, cameraFramesSkipped, cameraFramesRecalled, cameraFramesDropped,
        cameraFramesPending, cameraConnections, cameraRestarts, cameraBlind, cameraLag,
    ]

    /// Cameras by where their stream stands.
    public static let cameras = Metric(
        "tocsin_cameras", .gauge, labels: ["state"],
        help: "Cameras under analysis by where their stream stands: idle, connecting, waiting (connected, no picture "
            + "yet), streaming, down, ended.")
    /// Whether one camera's video arrives.
    public static let cameraUp = Metric(
        "tocsin_camera_up", .gauge, labels: ["camera"], help: "1 while video of the camera arrives, else 0.")
    /// Compressed pictures received, and those decoded.
    public static let cameraFrames = Metric(
        "tocsin_camera_frames_total", .counter, labels: ["camera", "stage"],
        help: "Pictures that reached a stage: received, decoded. Its rate is the camera's pictures a second there.")
    /// Pictures deliberately not decoded.
    public static let cameraFramesSkipped = Metric(
        "tocsin_camera_frames_skipped_total", .counter, labels: ["camera", "reason"],
        help: "Pictures that were not decoded because none needed them; see recalled.")
    /// Skipped pictures that were decoded after all.
    public static let cameraFramesRecalled = Metric(
        "tocsin_camera_frames_recalled_total", .counter, labels: ["camera", "reason"],
        help: "Pictures skipped and then wanted after all. received = decoded + skipped - recalled + dropped + pending."
    )
    /// Pictures lost.
    public static let cameraFramesDropped = Metric(
        "tocsin_camera_frames_dropped_total", .counter, labels: ["camera", "reason"],
        help: "Pictures lost, by reason: overflow (analysis lagged), awaitingKeyframe, undecodable, damaged, stopped.")
    /// Pictures whose fate is open.
    public static let cameraFramesPending = Metric(
        "tocsin_camera_frames_pending", .gauge, labels: ["camera"],
        help: "Pictures received whose fate is not settled: in the ring or inside the decoder.")
    /// Connections made.
    public static let cameraConnections = Metric(
        "tocsin_camera_connections_total", .counter, labels: ["camera"],
        help: "Connections made to the camera, or starts of its recording.")
    /// Analyses begun anew.
    public static let cameraRestarts = Metric(
        "tocsin_camera_restarts_total", .counter, labels: ["camera"],
        help: "Times that the analysis of the camera failed and was started anew.")
    /// Time without sight.
    public static let cameraBlind = Metric(
        "tocsin_camera_blind_seconds_total", .counter, .seconds, labels: ["camera"],
        help: "Time since the start in which no fall could have been seen, or no floor named.")
    /// How far analysis is behind.
    public static let cameraLag = Metric(
        "tocsin_camera_lag_seconds", .gauge, .seconds, labels: ["camera"],
        help: "Time from the last analysed picture's arrival to the end of its analysis.")
}
