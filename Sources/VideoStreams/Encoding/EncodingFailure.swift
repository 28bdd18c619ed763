/// Why a clip or a still picture could not be written, with what to do about it.
public struct EncodingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons.
    public enum Code: String, CaseIterable, Hashable, Sendable {
        /// The file name's extension names no format that video can be written in.
        case unknownFormat
        /// The format cannot hold this codec.
        case codecNotInFormat
        /// This FFmpeg was built without the encoder.
        case encoderMissing
        /// The file cannot be created or written.
        case notWritable
        /// The encoder refused its settings or a frame.
        case encoderRefused
        /// A frame of another size than the first one.
        case sizeChanged
        /// Finished without a frame.
        case noFrames
        /// Written to after it was finished or had failed.
        case closed
    }

    /// The reason.
    public let code: Code
    /// The file concerned; empty for pictures that go to memory.
    public let file: String
    /// What was seen, in a few words.
    public let detail: String

    /// The reason `code`, met with `file`.
    public init(_ code: Code, file: String, _ detail: String = "") {
        self.code = code
        self.file = file
        self.detail = detail
    }

    /// File, reason, detail and remedy as one line.
    public var description: String {
        let subject = file.isEmpty ? "JPEG picture" : file
        return detail.isEmpty ? "\(subject): \(summary). \(remedy)" : "\(subject): \(summary) (\(detail)). \(remedy)"
    }

    /// The reason in words.
    public var summary: String {
        switch code {
        case .unknownFormat: "this extension names no video format"
        case .codecNotInFormat: "this format cannot hold the codec"
        case .encoderMissing: "this FFmpeg has no such encoder"
        case .notWritable: "the file cannot be written"
        case .encoderRefused: "the encoder refused"
        case .sizeChanged: "the picture's size changed within the clip"
        case .noFrames: "there was no frame to write"
        case .closed: "the clip is already closed"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch code {
        case .unknownFormat: "Use .mp4, .mkv, .ts, .h264 or .h265."
        case .codecNotInFormat: "Write .h264 with codec h264 and .h265 with codec h265."
        case .encoderMissing: "Install Debian's libavcodec59, which brings libx264 and libx265."
        case .notWritable: "Check that the folder exists, may be written to and has space left."
        case .encoderRefused: "Check bit rate, quality, preset and the picture's size: width and height must be even."
        case .sizeChanged: "Begin a new clip when the camera changes its resolution."
        case .noFrames: "Check that the time span holds video."
        case .closed: "Begin a new clip."
        }
    }
}
