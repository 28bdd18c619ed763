import Foundation
import VideoCore
import VideoStreams

/// One picture of a stream, and its way into a file.
enum StillPicture {
    /// The first picture that `settings` gives. Throws ``StreamFailure`` where there is none.
    static func take(from settings: StreamSettings) throws -> Frame {
        let stop = StopSwitch()
        var reader = try FrameReader(opening: settings, ledger: FrameLedger(), stop: stop)
        var picture: Frame?
        try reader.readAll(demand: { .everyFrame }) { frame in
            picture = picture ?? frame
            stop.stop()
        }
        guard let picture else { throw StreamFailure(.undecodable, "no picture") }
        return picture
    }

    /// Whether `address` is a JPEG file: its black is 0 and its white 255.
    static func isJPEG(_ address: StreamAddress) -> Bool {
        address.isFile
            && ["jpg", "jpeg"].contains(URL(fileURLWithPath: address.path).pathExtension.lowercased())
    }

    /// Writes `frame` as a JPEG, replacing the file at `path`. Throws ``EncodingFailure`` or ``OutputFailure``.
    static func write(_ frame: Frame, to path: String, isFullRange: Bool) throws {
        let encoder = JPEGEncoder(quality: 90, sampleRange: isFullRange ? .full : .limited)
        let bytes = try encoder.encode(frame)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } catch {
            throw OutputFailure(path: path)
        }
    }
}
