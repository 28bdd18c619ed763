import CFFmpeg
import VideoCore

/// libx264 or libx265, opened for one size of picture.
@safe struct ClipEncoder: ~Copyable {
    let context: UnsafeMutablePointer<AVCodecContext>
    private let width: Int
    private let height: Int
    private let file: String
    private let packet = PacketBuffer()
    private let ticksPerFrame: Int64

    init(width: Int, height: Int, options: ClipOptions, file: String, globalHeader: Bool) throws(EncodingFailure) {
        let name = options.codec == .h264 ? "libx264" : "libx265"
        guard let codec = unsafe avcodec_find_encoder_by_name(name) else {
            throw EncodingFailure(.encoderMissing, file: file, name)
        }
        var opening = unsafe avcodec_alloc_context3(codec)
        guard let context = unsafe opening else { throw EncodingFailure(.encoderRefused, file: file, "out of memory") }
        unsafe Self.configure(context, width: width, height: height, options: options)
        if globalHeader { unsafe context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
        let result = unsafe avcodec_open2(context, codec, nil)
        guard result >= 0 else {
            unsafe avcodec_free_context(&opening)
            throw EncodingFailure(.encoderRefused, file: file, "\(width) × \(height), \(StreamFailure.words(result))")
        }
        unsafe self.context = context
        self.width = width
        self.height = height
        self.file = file
        ticksPerFrame = Int64(ClipClock.unitsPerSecond / max(1, options.nominalFrameRate))
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = unsafe context
        unsafe avcodec_free_context(&context)
    }

    private static func configure(
        _ context: UnsafeMutablePointer<AVCodecContext>, width: Int, height: Int, options: ClipOptions
    ) {
        unsafe context.pointee.width = CInt(clamping: width)
        unsafe context.pointee.height = CInt(clamping: height)
        unsafe context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        unsafe context.pointee.time_base = AVRational(num: 1, den: CInt(ClipClock.unitsPerSecond))
        unsafe context.pointee.framerate = AVRational(num: CInt(clamping: max(1, options.nominalFrameRate)), den: 1)
        unsafe context.pointee.gop_size = CInt(clamping: max(1, options.groupLength))
        unsafe context.pointee.max_b_frames = CInt(clamping: max(0, options.bFrames))
        unsafe context.pointee.thread_count = CInt(clamping: max(1, options.threads))
        unsafe av_opt_set(context.pointee.priv_data, "preset", options.preset.rawValue, 0)
        switch options.rate {
        case .quality(let factor): unsafe av_opt_set(context.pointee.priv_data, "crf", "\(factor)", 0)
        case .bitrate(let bits): unsafe context.pointee.bit_rate = Int64(bits)
        }
        if options.codec == .h265 {
            // It has a pool of threads and a log of its own, which FFmpeg's settings do not reach.
            let pools = options.threads > 1 ? "\(options.threads)" : "none"
            let parameters = "log-level=none:pools=\(pools):frame-threads=\(max(1, options.threads))"
            unsafe av_opt_set(context.pointee.priv_data, "x265-params", parameters, 0)
        }
    }

    /// Gives the encoder one frame with its time stamp; nil: no more follow.
    mutating func send(_ input: (frame: Frame, stamp: Int64)?) throws(EncodingFailure) {
        guard let input else {
            try check(unsafe avcodec_send_frame(context, nil))
            return
        }
        guard input.frame.width == width, input.frame.height == height else {
            let sizes = "\(width) × \(height), then \(input.frame.width) × \(input.frame.height)"
            throw EncodingFailure(.sizeChanged, file: file, sizes)
        }
        let picture = BorrowedPicture(format: AV_PIX_FMT_YUV420P, frame: input.frame)
        unsafe picture.pointer.pointee.pts = input.stamp
        try check(unsafe avcodec_send_frame(context, picture.pointer))
    }

    /// Moves every packet that is ready into `container`.
    mutating func drain(into container: borrowing ClipContainer) throws(EncodingFailure) {
        while true {
            let result = unsafe avcodec_receive_packet(context, packet.pointer)
            if result == CFFmpegError(EAGAIN) || result == CFFmpegErrorEOF { return }
            try check(result)
            unsafe packet.pointer.pointee.duration = ticksPerFrame
            try container.write(packet, timeBase: unsafe context.pointee.time_base)
        }
    }

    private func check(_ result: CInt) throws(EncodingFailure) {
        guard result < 0 else { return }
        throw EncodingFailure(.encoderRefused, file: file, StreamFailure.words(result))
    }
}

/// FFmpeg's description of a frame whose pixels stay where they are; the encoder copies what it keeps.
@safe struct BorrowedPicture: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>
    private let frame: Frame

    init(format: AVPixelFormat, frame: Frame) {
        guard let pointer = unsafe av_frame_alloc() else { preconditionFailure("out of memory") }
        unsafe self.pointer = pointer
        self.frame = frame
        unsafe pointer.pointee.format = format.rawValue
        unsafe pointer.pointee.width = CInt(clamping: frame.width)
        unsafe pointer.pointee.height = CInt(clamping: frame.height)
        unsafe pointer.pointee.data.0 = UnsafeMutablePointer(mutating: frame.luma.base)
        unsafe pointer.pointee.data.1 = UnsafeMutablePointer(mutating: frame.chromaU.base)
        unsafe pointer.pointee.data.2 = UnsafeMutablePointer(mutating: frame.chromaV.base)
        unsafe pointer.pointee.linesize.0 = CInt(clamping: frame.luma.stride)
        unsafe pointer.pointee.linesize.1 = CInt(clamping: frame.chromaU.stride)
        unsafe pointer.pointee.linesize.2 = CInt(clamping: frame.chromaV.stride)
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVFrame>? = unsafe pointer
        unsafe av_frame_free(&pointer)
    }
}
