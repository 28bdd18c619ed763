import Alarms
import VideoCore
import VideoStreams

/// A clip for people to look at: shields pixelated in every picture before it is encoded, the alarm drawn while it lasts.
struct MaskedClip {
    /// What is pixelated.
    let shields: [Polygon]
    /// What is drawn.
    let alarms: [AlarmEvent]
    /// Media time of the first picture.
    let firstMediaTime: Double

    /// Seconds for which an alarm is shown after its end.
    private static let linger = 2.0

    /// Encodes the video in the file `source` anew into `path`: H.264, 4:2:0, with its index in front, as browsers play it.
    /// `check` is called before each picture; what it throws ends the work.
    func write(from source: String, to path: String, check: () throws -> Void) throws {
        var reader = try FrameReader(
            opening: StreamSettings(address: StreamAddress(file: source)), ledger: FrameLedger())
        var writer = try ClipWriter(to: path)
        let mask = Snapshot(masking: shields)
        var size: (width: Int, height: Int)?
        try reader.readAll(demand: { .everyFrame }) { frame in
            try check()
            let first = size ?? (frame.width, frame.height)
            size = first
            // A camera that changes its resolution: a video has one.
            guard first == (frame.width, frame.height) else { return }
            var drawn = shields.isEmpty ? frame : mask.drawn(on: frame)
            for alarm in shown(at: firstMediaTime + frame.mediaTime) {
                drawn = Snapshot(of: alarm.data, shields: []).drawn(on: drawn)
            }
            try writer.write(drawn.croppedToEvenSize)
        }
        try writer.finish()
    }

    private func shown(at mediaTime: Double) -> [AlarmEvent] {
        alarms.filter { alarm in
            let span = alarm.data.mediaTime
            return mediaTime >= span.start && mediaTime <= span.end + Self.linger
        }
    }
}
