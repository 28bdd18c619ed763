import CFFmpeg

/// Writes packets into an MP4 file as the camera sent them: nothing is decoded, nothing is lost.
///
/// Begins at a keyframe. A clip holds packets of one connection whose time runs on; it ends where that does.
@safe public struct ClipRemuxer: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let parameters: StreamParameters
    private let file: String
    private let buffer = PacketBuffer()
    private var clock: PacketClock
    private var isClosed = false

    /// Creates the file `path`, or empties it, and writes what stands before `keyframe`; that itself is to be written next.
    /// Throws when the file cannot be written or MP4 cannot hold the codec.
    public init(to path: String, from keyframe: EncodedPacket) throws(EncodingFailure) {
        CFFmpegCaptureLog()
        var opening: UnsafeMutablePointer<AVFormatContext>?
        let made = unsafe avformat_alloc_output_context2(&opening, nil, "mp4", path)
        guard made >= 0, let context = unsafe opening else {
            throw EncodingFailure(.notWritable, file: path, StreamFailure.words(made))
        }
        do throws(EncodingFailure) {
            try unsafe Self.check(avio_open(&context.pointee.pb, "file:" + path, AVIO_FLAG_WRITE), path)
            try unsafe Self.begin(context, at: keyframe, path)
        } catch {
            unsafe avio_closep(&context.pointee.pb)
            unsafe avformat_free_context(context)
            throw error
        }
        unsafe self.context = context
        file = path
        parameters = keyframe.parameters
        let base = keyframe.parameters.timeBase
        clock = PacketClock(unitsPerSecond: Double(base.den) / Double(max(1, base.num)))
    }

    deinit {
        unsafe avio_closep(&context.pointee.pb)
        unsafe avformat_free_context(context)
    }

    /// Appends `packet`; false where it is of another connection or its time jumps: then the clip ends before it.
    public mutating func write(_ packet: EncodedPacket) throws(EncodingFailure) -> Bool {
        guard !isClosed else { throw EncodingFailure(.closed, file: file) }
        guard packet.parameters === parameters else { return false }
        func given(_ stamp: Int64) -> Int64? { stamp == CFFmpegNoTimestamp ? nil : stamp }
        let source = unsafe packet.packet
        let stamps = unsafe clock.stamps(shown: given(source.pointee.pts), decoded: given(source.pointee.dts))
        guard let stamps else { return false }
        // A reference to the same bytes; its stamps are its own.
        try check(unsafe av_packet_ref(buffer.pointer, source))
        let copy = unsafe buffer.pointer
        unsafe (copy.pointee.pts, copy.pointee.dts) = (stamps.shown, stamps.decoded)
        unsafe copy.pointee.stream_index = 0
        unsafe copy.pointee.pos = -1
        guard let stream = unsafe context.pointee.streams[0] else { return false }
        unsafe av_packet_rescale_ts(copy, parameters.timeBase, stream.pointee.time_base)
        try check(unsafe av_interleaved_write_frame(context, copy))
        return true
    }

    /// Completes the file. Nothing can be written after it.
    public mutating func finish() throws(EncodingFailure) {
        guard !isClosed else { throw EncodingFailure(.closed, file: file) }
        isClosed = true
        try check(unsafe av_write_trailer(context))
        try check(unsafe avio_closep(&context.pointee.pb))
    }

    private static func begin(
        _ context: UnsafeMutablePointer<AVFormatContext>, at keyframe: EncodedPacket, _ path: String
    ) throws(EncodingFailure) {
        // The same packets give the same bytes.
        unsafe context.pointee.flags |= AVFMT_FLAG_BITEXACT
        guard let stream = unsafe avformat_new_stream(context, nil) else {
            throw EncodingFailure(.notWritable, file: path, "out of memory")
        }
        unsafe stream.pointee.time_base = keyframe.parameters.timeBase
        let codec = unsafe stream.pointee.codecpar!
        try check(unsafe avcodec_parameters_copy(codec, keyframe.parameters.codec), path)
        // The tag of the container it came in means nothing here; players of Apple know H.265 only as hvc1.
        unsafe codec.pointee.codec_tag = codec.pointee.codec_id == AV_CODEC_ID_HEVC ? 0x3163_7668 : 0
        if unsafe codec.pointee.width <= 0 || codec.pointee.height <= 0 {
            // An RTSP server need not announce the size; a container must.
            guard let size = keyframe.decodedSize else {
                throw EncodingFailure(.noFrames, file: path, "the size of the picture is not known")
            }
            unsafe (codec.pointee.width, codec.pointee.height) = (CInt(size.width), CInt(size.height))
        }
        try check(unsafe avformat_write_header(context, nil), path)
    }

    private func check(_ result: CInt) throws(EncodingFailure) { try Self.check(result, file) }

    private static func check(_ result: CInt, _ path: String) throws(EncodingFailure) {
        guard result < 0 else { return }
        throw EncodingFailure(.notWritable, file: path, StreamFailure.words(result))
    }
}

extension EncodedPacket {
    /// Columns and rows of the picture, found by decoding it; nil when it does not decode by itself.
    fileprivate var decodedSize: (width: Int, height: Int)? {
        guard var decoder = try? FrameDecoder(parameters), decoder.send(self) else { return nil }
        decoder.drain()
        let picture = DecodedPicture()
        guard decoder.receive(into: picture) else { return nil }
        return unsafe (Int(picture.frame.pointee.width), Int(picture.frame.pointee.height))
    }
}
