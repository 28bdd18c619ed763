import Alarms
public import VideoCore
import VideoStreams

/// A picture of a camera for people to look at: a JPEG in which shields are masked.
public struct ShownPicture: Hashable, Sendable {
    /// The file.
    public var jpeg: [UInt8]
    /// When the picture was taken.
    public var at: WallTime

    /// The file `jpeg` of a picture taken at `at`.
    public init(jpeg: [UInt8], at: WallTime) {
        self.jpeg = jpeg
        self.at = at
    }

    /// `frame` at most `width` wide. Shields are masked first: nothing behind them is ever scaled or encoded. Nil where it
    /// cannot be made.
    static func make(_ frame: Frame, shields: [Polygon], width: Int, quality: Int = 75) -> ShownPicture? {
        let masked = shields.isEmpty ? frame : Snapshot(masking: shields).drawn(on: frame)
        let encoder = JPEGEncoder(quality: quality, sampleRange: frame.colour.isFullRange ? .full : .limited)
        guard let scaled = masked.scaled(toWidth: width), let jpeg = try? encoder.encode(scaled) else { return nil }
        return ShownPicture(jpeg: jpeg, at: frame.wallTime)
    }
}
