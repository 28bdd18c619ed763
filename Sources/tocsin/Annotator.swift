import Alarms
import VideoCore
import VideoStreams

/// Writes the analysed video anew, with shields masked and the track of each alarm drawn.
struct Annotator: ~Copyable {
    private var writer: ClipWriter
    private let path: String
    private let shields: [Polygon]
    private var size: (width: Int, height: Int)?
    private var pictures = 0
    private var shown: [AlarmID: (snapshot: Snapshot, until: Double)] = [:]

    /// Seconds for which an alarm is shown after its end; until then it is shown all the time.
    private static let linger = 2.0

    /// Writes to `path`, whose extension names the container.
    init(path: String, shields: [Polygon]) throws(EncodingFailure) {
        writer = try ClipWriter(to: path)
        self.path = path
        self.shields = shields
    }

    /// Shows `event` from the next frame on.
    mutating func note(_ event: AlarmEvent) {
        // A still has no time: its alarm is shown until it is forgotten.
        let isOver = event.data.phase == .close && event.data.input == nil
        shown[event.data.alarmID] = (
            Snapshot(of: event.data, shields: []), isOver ? event.data.mediaTime.end + Self.linger : .infinity
        )
    }

    /// Shows nothing of what was noted so far any more: the next frame belongs to another picture.
    mutating func forget() { shown = [:] }

    /// Adds `frame` with what is to be seen in it. A video has one size: throws ``EncodingFailure/Code/sizeChanged`` when
    /// it changes, and the video up to there can be finished.
    mutating func draw(_ frame: Frame) throws(EncodingFailure) {
        let size = size ?? (frame.width, frame.height)
        guard size == (frame.width, frame.height) else {
            let change = "\(size.width) × \(size.height) to \(frame.width) × \(frame.height)"
            throw EncodingFailure(
                .sizeChanged, file: path,
                "the annotated video ends after \(pictures) pictures, where their size changes from \(change)")
        }
        self.size = size
        shown = shown.filter { $0.value.until >= frame.mediaTime }
        var drawn = shields.isEmpty ? frame : Snapshot(masking: shields).drawn(on: frame)
        for entry in shown.values { drawn = entry.snapshot.drawn(on: drawn) }
        try writer.write(drawn.croppedToEvenSize)
        pictures += 1
    }

    /// Completes the file.
    mutating func finish() throws(EncodingFailure) { try writer.finish() }
}
