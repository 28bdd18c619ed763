import CFFmpeg
import VideoCore

/// An open stream or file, read packet by packet. Blocks; owned by one thread.
@safe struct PacketSource: ~Copyable {
    private let input: InputContext
    private let buffer: PacketBuffer
    private let interruption: Interruption
    /// Whether packets arrive as they are filmed, rather than as fast as they are read.
    let isLive: Bool
    private let isFile: Bool
    /// Whether the end of the data is the end, rather than a failure of whoever sends them.
    private let hasEnd: Bool
    private let connection: Int
    private var streamIndex: CInt
    /// What the packets now read are decoded with.
    private(set) var parameters: StreamParameters
    /// Reads that failed in a row.
    private var failures = 0
    /// Reads that failed and were passed over.
    private(set) var damagedReads = 0

    /// Failed reads in a row after which a file counts as ended.
    private static let patience = 64

    /// Opens what `settings` names. `connection` numbers the attempts of one camera. `once`: what HTTP sends is read up to
    /// its end, and where its length is known it counts as a recording; else it is a camera, which does not end.
    static func open(
        _ settings: StreamSettings, connection: Int, interruption: Interruption, once: Bool = false
    ) throws(StreamFailure) -> PacketSource {
        let input: InputContext
        do throws(FFmpegError) {
            input = try InputContext(
                url: settings.address.secretURL, options: OpeningOptions(settings).entries, interruption: interruption)
        } catch {
            throw openingFailure(error, at: settings.address, interruption: interruption)
        }
        let streamIndex = try findVideo(in: input, interruption: interruption)
        let hasEnd = settings.address.isFile || once && [.http, .https].contains(settings.address.scheme)
        let isFinite = input.isFinite
        let isLive = !settings.address.isFile && !(hasEnd && isFinite)
        let parameters = try unsafe StreamParameters(
            copying: input.pointer.pointee.streams[Int(streamIndex)]!, connection: connection, isLive: isLive)
        return PacketSource(
            input: input, buffer: PacketBuffer(), interruption: interruption, isLive: isLive,
            isFile: settings.address.isFile, hasEnd: hasEnd, connection: connection, streamIndex: streamIndex,
            parameters: parameters)
    }

    private init(
        input: consuming InputContext, buffer: consuming PacketBuffer, interruption: Interruption, isLive: Bool,
        isFile: Bool, hasEnd: Bool, connection: Int, streamIndex: CInt, parameters: StreamParameters
    ) {
        self.input = input
        self.buffer = buffer
        self.interruption = interruption
        self.isLive = isLive
        self.isFile = isFile
        self.hasEnd = hasEnd
        self.connection = connection
        self.streamIndex = streamIndex
        self.parameters = parameters
    }

    /// When the recording was made, as the file says it (RFC 3339), if it does.
    var recordingStart: String? {
        unsafe av_dict_get(input.pointer.pointee.metadata, "creation_time", nil, 0).map {
            unsafe String(cString: $0.pointee.value)
        }
    }

    /// Length in seconds, where the container states it.
    var duration: Double? {
        let length = unsafe input.pointer.pointee.duration
        return length > 0 ? Double(length) / Double(AV_TIME_BASE) : nil
    }

    /// The next packet of video; nil at the end. Damaged stretches of a recording are passed over and counted.
    mutating func next(sequence: Int) throws(StreamFailure) -> EncodedPacket? {
        while true {
            CFFmpegForgetStatus()
            let result = unsafe av_read_frame(input.pointer, buffer.pointer)
            guard result >= 0 else {
                if try passOver(result) { continue }
                return nil
            }
            // A read cut short makes FFmpeg give out the incomplete picture it was putting together.
            if interruption.interrupts {
                throw Self.failure(CFFmpegErrorExit, phase: .reading, interruption: interruption, late: .stalled)
            }
            failures = 0
            guard try isVideo() else {
                unsafe av_packet_unref(buffer.pointer)
                continue
            }
            return try unsafe EncodedPacket(
                moving: buffer.pointer, parameters: parameters, sequence: sequence, receivedAt: .now, wallTime: .now)
        }
    }

    /// Decides whether reading goes on after an error: true to read again, false at the end.
    private mutating func passOver(_ result: CInt) throws(StreamFailure) -> Bool {
        let result = input.corrected(result)
        if result == CFFmpegErrorEOF, hasEnd, !interruption.interrupts { return false }
        // What the network fails to deliver does not come by asking again; what was damaged before may be followed by more.
        if interruption.interrupts || isLive || !isFile && result != CFFmpegErrorInvalidData {
            if result == CFFmpegError(EAGAIN), !interruption.interrupts {
                interruption.wait(seconds: 0.01)
                return true
            }
            throw Self.failure(result, phase: .reading, interruption: interruption, late: .stalled)
        }
        failures += 1
        damagedReads += 1
        return failures < Self.patience
    }

    /// Whether the packet read belongs to the video; follows a change of codec in mid-stream.
    private mutating func isVideo() throws(StreamFailure) -> Bool {
        let packet = unsafe buffer.pointer
        let stream = unsafe input.pointer.pointee.streams[Int(packet.pointee.stream_index)]!
        let codec = unsafe stream.pointee.codecpar.pointee.codec_id
        guard unsafe stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO, unsafe packet.pointee.size > 0
        else { return false }
        let codecChanged = unsafe codec != parameters.codec.pointee.codec_id
        if unsafe packet.pointee.stream_index != streamIndex {
            // A second video track is not ours; a track of a broadcast that took over from ours with a new codec is.
            guard codecChanged, unsafe input.pointer.pointee.nb_programs > 0 else { return false }
            streamIndex = unsafe packet.pointee.stream_index
        }
        if codecChanged {
            parameters = try unsafe StreamParameters(copying: stream, connection: connection, isLive: isLive)
        }
        return true
    }

    /// Finds the video, looking into the packets only where the container does not announce it.
    private static func findVideo(
        in input: borrowing InputContext, interruption: Interruption
    ) throws(StreamFailure) -> CInt {
        let context = unsafe input.pointer
        // An RTSP server describes its streams before it sends them.
        let isDescribed = unsafe String(cString: context.pointee.iformat.pointee.name) == "rtsp"
        if !isDescribed {
            let result = unsafe avformat_find_stream_info(context, nil)
            guard result >= 0, !interruption.interrupts else {
                throw failure(result, phase: .opening, interruption: interruption, late: .noPacket)
            }
        }
        let index = unsafe av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, nil, 0)
        guard index >= 0 else { throw StreamFailure(.noVideo) }
        return index
    }

    /// Why `address` cannot be opened.
    static func openingFailure(
        _ error: FFmpegError, at address: StreamAddress, interruption: Interruption
    ) -> StreamFailure {
        let failure = failure(error.value, phase: .opening, interruption: interruption, late: .connectTimeout)
        switch failure.code {
        case .undecodable where !address.isFile: return StreamFailure(.wrongProtocol)
        case .connectTimeout:
            let speaksAnother = ProtocolCheck(after: interruption).speaksAnother(at: address)
            if interruption.isStopping { return StreamFailure(.stopped) }
            return speaksAnother ? StreamFailure(.wrongProtocol) : failure
        default: return failure
        }
    }

    private static func failure(
        _ result: CInt, phase: StreamFailure.Phase, interruption: Interruption, late: StreamFailure.Code
    ) -> StreamFailure {
        if interruption.isStopping { return StreamFailure(.stopped) }
        if interruption.isLate { return StreamFailure(late) }
        return StreamFailure(ffmpeg: result, status: Int(CFFmpegLastStatus()), phase: phase)
    }
}
