/// How a clip is encoded.
public struct ClipOptions: Hashable, Sendable {
    /// Codecs that can be written.
    public enum Codec: String, CaseIterable, Hashable, Sendable {
        /// H.264 by libx264.
        case h264
        /// H.265 by libx265.
        case h265
    }

    /// What decides the size of the file.
    public enum Rate: Hashable, Sendable {
        /// Constant quality (CRF): 0 best … 51 worst; 18…28 is usual.
        case quality(Int)
        /// Mean bits per second.
        case bitrate(Int)
    }

    /// How much time the encoder takes for a smaller file, from least to most.
    public enum Preset: String, CaseIterable, Hashable, Sendable {
        /// About as fast as decoding.
        case ultrafast
        /// For several clips at once.
        case superfast
        /// The usual choice.
        case veryfast
        /// Two thirds of the size of `ultrafast`.
        case medium
        /// For files made once and kept.
        case veryslow
    }

    /// The codec.
    public var codec: Codec = .h264
    /// Quality or bit rate.
    public var rate: Rate = .quality(23)
    /// Frames from one keyframe to the next, at most.
    public var groupLength = 50
    /// Greatest number of B-frames in a row; 0: pictures are sent in the order in which they are shown.
    public var bFrames = 0
    /// Time against size.
    public var preset = Preset.veryfast
    /// Encoder threads; 1 gives the same bytes on every run, but for some sizes (160 × 90, 480 × 270, 960 × 540; not
    /// 320 × 180, 640 × 360, 1280 × 720) of which libx264 reads memory that it has not written, where there is AVX-512.
    public var threads = 1
    /// Frames per second as a hint for rate control; time stamps come from the frames.
    public var nominalFrameRate = 25

    /// H.264 at CRF 23, a keyframe every 50 frames, no B-frames.
    public init() {}
}
