import CFFmpeg
import Glibc

/// FFmpeg's open demuxer; closed with its owner.
@safe struct InputContext: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFormatContext>

    /// Opens `url`. Blocks until it is open, refused, or `interruption` says stop. Throws FFmpeg's error value.
    init(url: String, options: [(String, String)], interruption: Interruption) throws(FFmpegError) {
        _ = Self.librariesReady
        var context = unsafe avformat_alloc_context()
        guard unsafe context != nil else { throw FFmpegError.outOfMemory }
        unsafe context!.pointee.interrupt_callback = interruption.callback
        var dictionary: OpaquePointer?
        for (key, value) in options { _ = unsafe av_dict_set(&dictionary, key, value, 0) }
        defer { unsafe av_dict_free(&dictionary) }
        CFFmpegForgetStatus()
        unsafe CFFmpegStayAt(url)
        // On failure FFmpeg frees the context itself.
        let result = unsafe avformat_open_input(&context, url, nil, &dictionary)
        guard result >= 0, let context = unsafe context else { throw FFmpegError(value: result) }
        unsafe pointer = context
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = unsafe pointer
        unsafe avformat_close_input(&context)
    }

    /// Whether its length is known, in bytes or in seconds: it is a recording, and not a camera that goes on and on.
    var isFinite: Bool {
        if unsafe pointer.pointee.duration > 0 { return true }
        guard let bytes = unsafe pointer.pointee.pb else { return false }
        return unsafe avio_size(bytes) > 0
    }

    /// The `result` of a read, put right: demuxers take a transfer cut short for the end, and FFmpeg takes the end of an
    /// HTTP answer that stated no length for an input/output error.
    func corrected(_ result: CInt) -> CInt {
        let failed = CFFmpegError(EIO)
        guard [failed, CFFmpegErrorEOF].contains(result), let bytes = unsafe pointer.pointee.pb else { return result }
        let error = unsafe bytes.pointee.error
        if error == failed { return unsafe avio_size(bytes) < 0 ? CFFmpegErrorEOF : failed }
        return error < 0 ? error : result
    }

    /// Done once per process, before FFmpeg is first used.
    private static let librariesReady: Void = {
        CFFmpegCaptureLog()
        _ = avformat_network_init()
    }()
}

/// An empty packet to read into, freed with its owner.
@safe struct PacketBuffer: ~Copyable {
    let pointer: UnsafeMutablePointer<AVPacket>

    init() {
        guard let packet = unsafe av_packet_alloc() else { preconditionFailure("out of memory") }
        unsafe pointer = packet
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = unsafe pointer
        unsafe av_packet_free(&packet)
    }
}

/// An error value of FFmpeg.
struct FFmpegError: Error {
    let value: CInt

    static var outOfMemory: FFmpegError { FFmpegError(value: CFFmpegError(12)) }
}
