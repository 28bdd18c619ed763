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

extension Frame {
    /// The frame without its last column or row where their number is odd: encoders of 4:2:0 take even sizes only.
    fileprivate var croppedToEvenSize: Frame {
        guard !width.isMultiple(of: 2) || !height.isMultiple(of: 2), width > 1, height > 1 else { return self }
        func cropped(_ plane: Plane, _ divisor: Int) -> Plane {
            unsafe Plane(
                base: plane.base, width: width / 2 * 2 / divisor, height: height / 2 * 2 / divisor, stride: plane.stride
            )
        }
        return Frame(
            luma: cropped(luma, 1), chromaU: cropped(chromaU, 2), chromaV: cropped(chromaV, 2), mediaTime: mediaTime,
            receivedAt: receivedAt, wallTime: wallTime, isKeyframe: isKeyframe, index: index, colour: colour,
            owner: Whole(frame: self))
    }

    /// Keeps the pixels of a cropped frame alive.
    private final class Whole: Sendable {
        let frame: Frame
        init(frame: Frame) { self.frame = frame }
    }
}
