import CFFmpeg
public import VideoCore

/// Encodes single frames as JPEG in memory.
public struct JPEGEncoder: Hashable, Sendable {
    /// Which luma values mean black and white in a frame.
    public enum SampleRange: Hashable, Sendable {
        /// 16 and 235, as nearly all cameras send; spread to 0 and 255 on the way, since JPEG knows nothing else.
        case limited
        /// 0 and 255.
        case full
    }

    /// 1 smallest … 100 best.
    public var quality: Int
    /// What the frames hold.
    public var sampleRange: SampleRange

    /// An encoder of quality 1…100 for frames of `sampleRange`.
    public init(quality: Int = 85, sampleRange: SampleRange = .limited) {
        self.quality = quality
        self.sampleRange = sampleRange
    }

    /// The bytes of a JPEG file that shows `frame`.
    public func encode(_ frame: Frame) throws(EncodingFailure) -> [UInt8] {
        CFFmpegCaptureLog()
        let session = try JPEGSession(width: frame.width, height: frame.height, quantiser: quantiser)
        return try session.encode(sampleRange == .full ? frame : spread(frame))
    }

    /// FFmpeg's quantiser scale, 2 best … 31 smallest.
    var quantiser: CInt { 2 + CInt(((100 - max(1, min(100, quality))) * 29 + 49) / 99) }

    /// `frame` with 16…235 spread to 0…255, colour likewise from 16…240 (ITU-T T.871).
    private func spread(_ frame: Frame) -> Frame {
        let picture = Picture(copying: frame)
        let luma = Self.table { ($0 - 16) * 255 / 219 }
        let chroma = Self.table { ($0 - 128) * 255 / 224 + 128 }
        unsafe Self.apply(luma, to: picture.luma)
        unsafe Self.apply(chroma, to: picture.chromaU)
        unsafe Self.apply(chroma, to: picture.chromaV)
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime, isKeyframe: true,
            index: frame.index)
    }

    private static func table(_ value: (Double) -> Double) -> [UInt8] {
        (0...255).map { UInt8(max(0, min(255, value(Double($0)).rounded()))) }
    }

    private static func apply(_ table: [UInt8], to plane: MutablePlane) {
        for place in unsafe 0..<plane.width * plane.height {
            unsafe plane.base[place] = table[Int(plane.base[place])]
        }
    }
}

/// FFmpeg's JPEG encoder, opened for one picture.
@safe private struct JPEGSession: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let packet = PacketBuffer()

    init(width: Int, height: Int, quantiser: CInt) throws(EncodingFailure) {
        guard let codec = unsafe avcodec_find_encoder(AV_CODEC_ID_MJPEG) else {
            throw EncodingFailure(.encoderMissing, file: "", "mjpeg")
        }
        var opening = unsafe avcodec_alloc_context3(codec)
        guard let context = unsafe opening else { throw EncodingFailure(.encoderRefused, file: "", "out of memory") }
        unsafe context.pointee.width = CInt(clamping: width)
        unsafe context.pointee.height = CInt(clamping: height)
        unsafe context.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        unsafe context.pointee.color_range = AVCOL_RANGE_JPEG
        unsafe context.pointee.time_base = AVRational(num: 1, den: 25)
        unsafe context.pointee.thread_count = 1
        unsafe context.pointee.flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT
        unsafe context.pointee.global_quality = FF_QP2LAMBDA * quantiser
        let result = unsafe avcodec_open2(context, codec, nil)
        guard result >= 0 else {
            unsafe avcodec_free_context(&opening)
            throw EncodingFailure(.encoderRefused, file: "", "\(width) × \(height), \(StreamFailure.words(result))")
        }
        unsafe self.context = context
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = unsafe context
        unsafe avcodec_free_context(&context)
    }

    func encode(_ frame: Frame) throws(EncodingFailure) -> [UInt8] {
        let picture = BorrowedPicture(format: AV_PIX_FMT_YUVJ420P, frame: frame)
        unsafe picture.pointer.pointee.quality = context.pointee.global_quality
        unsafe picture.pointer.pointee.color_range = AVCOL_RANGE_JPEG
        unsafe picture.pointer.pointee.pts = 0
        var result = unsafe avcodec_send_frame(context, picture.pointer)
        if result >= 0 { result = unsafe avcodec_receive_packet(context, packet.pointer) }
        guard result >= 0, let data = unsafe packet.pointer.pointee.data else {
            throw EncodingFailure(.encoderRefused, file: "", StreamFailure.words(result))
        }
        return unsafe Array(UnsafeBufferPointer(start: data, count: Int(packet.pointer.pointee.size)))
    }
}
