import CFFmpeg
public import VideoCore

/// Encodes frames into a video file: mp4, Matroska, MPEG-TS or a bare H.264/H.265 stream, by the file name's extension.
///
/// Time stamps are the frames' media times counted from the first frame written, in units of 1/90000 s, so that clips of
/// uneven rate play as they were recorded (bare streams hold no time stamps). The file appears under its name only when
/// ``finish()`` has succeeded; until then it is `NAME.part`, and a writer that is thrown away removes it.
public struct ClipWriter: ~Copyable {
    /// The file that is written.
    public let file: String
    private let options: ClipOptions
    private let container: ClipContainer
    private var encoder: ClipEncoder?
    private var clock = ClipClock()
    private var isClosed = false

    /// Creates `file`. Throws when its folder cannot be written to, or when its extension and the codec do not go together.
    public init(to file: String, options: ClipOptions = ClipOptions()) throws(EncodingFailure) {
        self.file = file
        self.options = options
        container = try ClipContainer(file: file, codec: options.codec)
    }

    /// Appends `frame`. All frames of a clip have the size of the first; after an error the clip is closed.
    public mutating func write(_ frame: Frame) throws(EncodingFailure) {
        guard !isClosed else { throw EncodingFailure(.closed, file: file) }
        do throws(EncodingFailure) {
            try encode(frame)
        } catch {
            isClosed = true
            throw error
        }
    }

    /// Writes what the encoder still holds, completes the file and gives it its name. Nothing can be written after it.
    public mutating func finish() throws(EncodingFailure) {
        guard !isClosed else { throw EncodingFailure(.closed, file: file) }
        isClosed = true
        guard encoder != nil else { throw EncodingFailure(.noFrames, file: file) }
        try encoder?.send(nil)
        try encoder?.drain(into: container)
        try container.finish()
    }

    private mutating func encode(_ frame: Frame) throws(EncodingFailure) {
        if encoder == nil {
            let encoder = try ClipEncoder(
                width: frame.width, height: frame.height, options: options, file: file,
                globalHeader: container.wantsGlobalHeader)
            try container.begin(encoder)
            self.encoder = consume encoder
        }
        try encoder?.send((frame, clock.stamp(for: frame.mediaTime)))
        try encoder?.drain(into: container)
    }
}

/// Turns media times into time stamps that start at 0 and always rise.
struct ClipClock {
    /// Units per second: that of MPEG, exact for 25, 30 and 60 pictures a second.
    static let unitsPerSecond = 90_000

    private var first: Double?
    private var last: Int64 = -1

    mutating func stamp(for mediaTime: Double) -> Int64 {
        let start = first ?? mediaTime
        first = start
        // A muxer refuses a time stamp that does not rise.
        last = max(last + 1, Int64(((mediaTime - start) * Double(Self.unitsPerSecond)).rounded()))
        return last
    }
}
