import Alarms
import VideoCore
import VideoStreams

/// Writes the analysed video anew, with shields masked and the track of each alarm drawn.
struct Annotator: ~Copyable {
    private var writer: ClipWriter
    private let shields: [Polygon]
    private var shown: [AlarmID: (snapshot: Snapshot, until: Double)] = [:]

    /// Seconds for which an alarm is shown after its end.
    private static let linger = 2.0

    /// Writes to `path`, whose extension names the container.
    init(path: String, shields: [Polygon]) throws(EncodingFailure) {
        writer = try ClipWriter(to: path)
        self.shields = shields
    }

    /// Shows `event` from the next frame on.
    mutating func note(_ event: AlarmEvent) {
        shown[event.data.alarmID] = (Snapshot(of: event.data, shields: []), event.data.mediaTime.end + Self.linger)
    }

    /// Adds `frame` with what is to be seen in it.
    mutating func draw(_ frame: Frame) throws(EncodingFailure) {
        shown = shown.filter { $0.value.until >= frame.mediaTime }
        var drawn = shields.isEmpty ? frame : Snapshot(masking: shields).drawn(on: frame)
        for entry in shown.values { drawn = entry.snapshot.drawn(on: drawn) }
        try writer.write(drawn)
    }

    /// Completes the file.
    mutating func finish() throws(EncodingFailure) { try writer.finish() }
}
