public import VideoCore
import VideoStreams

/// A video encoded anew with something drawn on each of its pictures.
public enum RedrawnClip {
    /// Writes the video in the file `source` into `path` as `draw` gives its pictures back: H.264, 4:2:0, with its index in
    /// front, as browsers play it. What `draw` throws ends the work.
    public static func write(from source: String, to path: String, draw: (Frame) throws -> Frame) throws {
        var reader = try FrameReader(
            opening: StreamSettings(address: StreamAddress(file: source)), ledger: FrameLedger())
        var writer = try ClipWriter(to: path)
        var size: (width: Int, height: Int)?
        try reader.readAll(demand: { .everyFrame }) { frame in
            let first = size ?? (frame.width, frame.height)
            size = first
            // A camera that changes its resolution: a video has one.
            guard first == (frame.width, frame.height) else { return }
            try writer.write(draw(frame).croppedToEvenSize)
        }
        try writer.finish()
    }
}
