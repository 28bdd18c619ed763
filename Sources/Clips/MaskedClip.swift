import Alarms
import VideoCore

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

    /// Encodes the video in the file `source` anew into `path` (``RedrawnClip``). `check` is called before each picture;
    /// what it throws ends the work.
    func write(from source: String, to path: String, check: () throws -> Void) throws {
        let mask = Snapshot(masking: shields)
        try RedrawnClip.write(from: source, to: path) { frame in
            try check()
            var drawn = shields.isEmpty ? frame : mask.drawn(on: frame)
            for alarm in shown(at: firstMediaTime + frame.mediaTime) {
                drawn = Snapshot(of: alarm.data, shields: []).drawn(on: drawn)
            }
            return drawn
        }
    }

    private func shown(at mediaTime: Double) -> [AlarmEvent] {
        alarms.filter { alarm in
            let span = alarm.data.mediaTime
            return mediaTime >= span.start && mediaTime <= span.end + Self.linger
        }
    }
}
