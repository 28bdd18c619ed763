import CFFmpeg
public import VideoCore

/// What a decoder must know before the first packet: codec, its parameter sets, the time base.
///
/// A new object means a new decoder: packets of one connection share one until the codec changes.
@safe public final class StreamParameters: Sendable {
    nonisolated(unsafe) let codec: UnsafeMutablePointer<AVCodecParameters>
    let timeBase: AVRational
    /// Which connection it belongs to, counted from 0.
    let connection: Int
    /// Whether packets arrive as they are filmed; a file's arrive as fast as they are read.
    let isLive: Bool

    init(copying stream: UnsafeMutablePointer<AVStream>, connection: Int, isLive: Bool) throws(StreamFailure) {
        guard let codec = unsafe avcodec_parameters_alloc() else { throw StreamFailure(.other, "out of memory") }
        unsafe self.codec = codec
        timeBase = unsafe stream.pointee.time_base
        self.connection = connection
        self.isLive = isLive
        guard unsafe avcodec_parameters_copy(codec, stream.pointee.codecpar) >= 0 else {
            throw StreamFailure(.other, "out of memory")
        }
    }

    deinit {
        var codec: UnsafeMutablePointer<AVCodecParameters>? = unsafe codec
        unsafe avcodec_parameters_free(&codec)
    }

    /// Name of the codec as FFmpeg spells it: `h264`, `hevc`.
    public var codecName: String { unsafe String(cString: avcodec_get_name(codec.pointee.codec_id)) }

    /// Width and height as announced before decoding; 0 where the stream does not say.
    public var announcedSize: (width: Int, height: Int) {
        unsafe (Int(codec.pointee.width), Int(codec.pointee.height))
    }
}

/// One compressed picture, as it came from the camera.
@safe public final class EncodedPacket: @unchecked Sendable {
    // Safe because nobody writes to the packet after it was made; FFmpeg's own reference counts are atomic.

    let packet: UnsafeMutablePointer<AVPacket>
    /// What decodes it.
    public let parameters: StreamParameters
    /// Its number among all packets received from this camera, from 0.
    public let sequence: Int
    /// When it arrived, on the monotonic clock.
    public let receivedAt: ContinuousClock.Instant
    /// When it arrived, in civil time.
    public let wallTime: WallTime
    /// Whether decoding can start at it.
    public let isKeyframe: Bool
    /// Size of the compressed picture.
    public let bytes: Int

    /// Takes over what `packet` holds.
    init(
        moving packet: UnsafeMutablePointer<AVPacket>, parameters: StreamParameters, sequence: Int,
        receivedAt: ContinuousClock.Instant, wallTime: WallTime
    ) throws(StreamFailure) {
        guard let own = unsafe av_packet_alloc() else { throw StreamFailure(.other, "out of memory") }
        unsafe av_packet_move_ref(own, packet)
        unsafe self.packet = own
        self.parameters = parameters
        self.sequence = sequence
        self.receivedAt = receivedAt
        self.wallTime = wallTime
        isKeyframe = unsafe own.pointee.flags & AV_PKT_FLAG_KEY != 0
        bytes = Int(unsafe own.pointee.size)
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = unsafe packet
        unsafe av_packet_free(&packet)
    }

    /// Decoding time in seconds of the stream's own clock, where the stream gives one.
    var decodeTime: Double? {
        let stamp = unsafe packet.pointee.dts == CFFmpegNoTimestamp ? packet.pointee.pts : packet.pointee.dts
        guard stamp != CFFmpegNoTimestamp else { return nil }
        return Double(stamp) * av_q2d(parameters.timeBase)
    }
}
