import CFFmpeg
import VideoCore

/// FFmpeg's decoder for one run of packets with the same parameters, on one thread: parallelism comes from cameras.
@safe struct FrameDecoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>

    /// More pixels than this are refused (four times 8K): a forged header must not take all memory.
    private static let mostPixels: Int64 = 4 * 7680 * 4320

    init(_ parameters: StreamParameters) throws(StreamFailure) {
        let codec = unsafe avcodec_find_decoder(parameters.codec.pointee.codec_id)
        guard let codec = unsafe codec else {
            throw StreamFailure(.undecodable, "no decoder for \(parameters.codecName)")
        }
        guard let context = unsafe avcodec_alloc_context3(codec) else { throw StreamFailure(.other, "out of memory") }
        guard unsafe CFFmpegMapPictures(context) >= 0 else {
            unsafe CFFmpegFreeDecoder(context)
            throw StreamFailure(.other, "out of memory")
        }
        unsafe avcodec_parameters_to_context(context, parameters.codec)
        unsafe context.pointee.thread_count = 1
        unsafe context.pointee.max_pixels = Self.mostPixels
        unsafe context.pointee.pkt_timebase = parameters.timeBase
        let result = unsafe avcodec_open2(context, codec, nil)
        guard result >= 0 else {
            unsafe CFFmpegFreeDecoder(context)
            throw StreamFailure(.undecodable, "\(parameters.codecName): \(StreamFailure.words(result))")
        }
        unsafe self.context = context
    }

    deinit { unsafe CFFmpegFreeDecoder(context) }

    /// Gives the decoder one packet; false when it refuses it as damaged. Its frames carry the packet's sequence number.
    mutating func send(_ packet: EncodedPacket) -> Bool {
        unsafe context.pointee.reordered_opaque = Int64(packet.sequence)
        return unsafe avcodec_send_packet(context, packet.packet) >= 0
    }

    /// Tells the decoder that no packet follows, so that it gives out what it holds.
    mutating func drain() { _ = unsafe avcodec_send_packet(context, nil) }

    /// Forgets everything, ready for a keyframe.
    mutating func flush() { unsafe avcodec_flush_buffers(context) }

    /// The next frame in presentation order, into `picture`; false when the decoder needs more packets.
    mutating func receive(into picture: DecodedPicture) -> Bool {
        unsafe avcodec_receive_frame(context, picture.frame) >= 0
    }
}
