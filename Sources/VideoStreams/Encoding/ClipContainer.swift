import CFFmpeg
import Glibc

/// The file around the encoded video, under a temporary name until it is complete.
@safe struct ClipContainer: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let file: String
    private let temporary: String

    init(file: String, codec: ClipOptions.Codec) throws(EncodingFailure) {
        CFFmpegCaptureLog()
        self.file = file
        temporary = file + ".part"
        guard let format = unsafe av_guess_format(nil, file, nil), unsafe format.pointee.video_codec != AV_CODEC_ID_NONE
        else { throw EncodingFailure(.unknownFormat, file: file) }
        let wanted = codec == .h264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC
        // The bare formats and only they are named like the codec that they hold.
        let bare =
            [AV_CODEC_ID_H264, AV_CODEC_ID_HEVC].contains(unsafe format.pointee.video_codec)
            && (unsafe format.pointee.flags & AVFMT_NOTIMESTAMPS) != 0
        if bare, unsafe format.pointee.video_codec != wanted { throw EncodingFailure(.codecNotInFormat, file: file) }
        var opening: UnsafeMutablePointer<AVFormatContext>?
        let result = unsafe avformat_alloc_output_context2(&opening, format, nil, temporary)
        guard result >= 0, let context = unsafe opening else {
            throw EncodingFailure(.notWritable, file: file, StreamFailure.words(result))
        }
        let opened = unsafe avio_open(&context.pointee.pb, temporary, AVIO_FLAG_WRITE)
        guard opened >= 0 else {
            unsafe avformat_free_context(context)
            throw EncodingFailure(.notWritable, file: file, StreamFailure.words(opened))
        }
        // No version and no date in the file: the same frames give the same bytes.
        unsafe context.pointee.flags |= AVFMT_FLAG_BITEXACT
        unsafe self.context = context
    }

    deinit {
        unsafe avio_closep(&context.pointee.pb)
        unsafe avformat_free_context(context)
        // Gone already when it was given its name.
        _ = unsafe unlink(temporary)
    }

    /// Whether the format keeps the codec's parameter sets in its own header.
    var wantsGlobalHeader: Bool { unsafe context.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 }

    /// Writes the header for what `encoder` makes.
    func begin(_ encoder: borrowing ClipEncoder) throws(EncodingFailure) {
        guard let stream = unsafe avformat_new_stream(context, nil) else {
            throw EncodingFailure(.notWritable, file: file, "out of memory")
        }
        unsafe stream.pointee.time_base = encoder.context.pointee.time_base
        try check(unsafe avcodec_parameters_from_context(stream.pointee.codecpar, encoder.context))
        // Players of Apple know H.265 in mp4 only under this name.
        if wantsGlobalHeader, isMP4, unsafe stream.pointee.codecpar.pointee.codec_id == AV_CODEC_ID_HEVC {
            unsafe stream.pointee.codecpar.pointee.codec_tag = 0x3163_7668  // "hvc1", least significant byte first
        }
        var options: OpaquePointer?
        if isMP4 { unsafe av_dict_set(&options, "movflags", "+faststart", 0) }
        defer { unsafe av_dict_free(&options) }
        try check(unsafe avformat_write_header(context, &options))
    }

    /// Writes one packet whose time stamps count in `timeBase`.
    func write(_ packet: borrowing PacketBuffer, timeBase: AVRational) throws(EncodingFailure) {
        guard let stream = unsafe context.pointee.streams[0] else { return }
        unsafe packet.pointer.pointee.stream_index = 0
        unsafe av_packet_rescale_ts(packet.pointer, timeBase, stream.pointee.time_base)
        try check(unsafe av_interleaved_write_frame(context, packet.pointer))
    }

    /// Completes the file, brings it to the disk and gives it its name.
    func finish() throws(EncodingFailure) {
        try check(unsafe av_write_trailer(context))
        try check(unsafe avio_closep(&context.pointee.pb))
        let descriptor = unsafe open(temporary, O_RDONLY)
        let synced = descriptor >= 0 && fsync(descriptor) == 0
        if descriptor >= 0 { close(descriptor) }
        guard synced, unsafe rename(temporary, file) == 0 else {
            throw EncodingFailure(.notWritable, file: file, StreamFailure.words(CFFmpegError(errno)))
        }
    }

    private var isMP4: Bool { unsafe String(cString: context.pointee.oformat.pointee.name) == "mp4" }

    private func check(_ result: CInt) throws(EncodingFailure) {
        guard result < 0 else { return }
        throw EncodingFailure(.notWritable, file: file, StreamFailure.words(result))
    }
}
