import VideoCore

/// What one attempt to watch a camera found out.
public struct StreamProbe: Sendable {
    /// Name of the codec as FFmpeg spells it: `h264`, `hevc`.
    public var codec = ""
    /// Columns of a picture.
    public var width = 0
    /// Rows of a picture.
    public var height = 0
    /// Pictures per second, from their time stamps.
    public var framesPerSecond = 0.0
    /// Seconds between keyframes; nil when fewer than two were seen.
    public var keyframeInterval: Double?
    /// Seconds until the session was agreed upon.
    public var connectSeconds = 0.0
    /// Seconds from the start until the first picture was decoded.
    public var firstPictureSeconds = 0.0
    /// What became of the pictures.
    public var counts = FrameCounts()

    /// Connects to `settings` once and watches for `seconds`. Throws the step that failed.
    public static func run(
        _ settings: StreamSettings, timing: ConnectionTiming = ConnectionTiming(), seconds: Double = 4
    ) throws -> StreamProbe {
        let began = ContinuousClock.now
        let ledger = FrameLedger()
        let stop = StopSwitch()
        var reader = try FrameReader(opening: settings, timing: timing, ledger: ledger, stop: stop)
        var probe = StreamProbe()
        var pictures = PictureTimes()
        probe.codec = reader.codecName
        probe.connectSeconds = (ContinuousClock.now - began) / .seconds(1)
        try reader.readAll(demand: { .everyFrame }) { frame in
            // After the stop the decoder gives out what it holds, with gaps between.
            guard pictures.span < seconds else { return }
            if pictures.count == 0 {
                probe.firstPictureSeconds = (ContinuousClock.now - began) / .seconds(1)
            }
            (probe.width, probe.height) = (frame.width, frame.height)
            pictures.add(frame)
            if pictures.span >= seconds { stop.stop() }
        }
        guard pictures.count > 0 else { throw StreamFailure(.undecodable, "no picture") }
        probe.framesPerSecond = pictures.rate
        probe.keyframeInterval = pictures.keyframeInterval
        probe.counts = ledger.counts
        return probe
    }
}

/// Rates of pictures and keyframes from their media times.
private struct PictureTimes {
    private(set) var count = 0
    private var keyframes = 0
    private var first = 0.0
    private var last = 0.0
    private var firstKeyframe = 0.0
    private var lastKeyframe = 0.0

    mutating func add(_ frame: Frame) {
        if count == 0 { first = frame.mediaTime }
        if frame.isKeyframe {
            if keyframes == 0 { firstKeyframe = frame.mediaTime }
            lastKeyframe = frame.mediaTime
            keyframes += 1
        }
        last = frame.mediaTime
        count += 1
    }

    var span: Double { last - first }
    var rate: Double { span > 0 ? Double(count - 1) / span : 0 }
    var keyframeInterval: Double? {
        keyframes > 1 ? (lastKeyframe - firstKeyframe) / Double(keyframes - 1) : nil
    }
}
