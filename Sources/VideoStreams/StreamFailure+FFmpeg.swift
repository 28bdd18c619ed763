import CFFmpeg
import Glibc

extension StreamFailure {
    /// The reason behind FFmpeg's error `value`, met in `phase`. `status` is the last RTSP or HTTP status of this thread,
    /// or 0: FFmpeg's own value does not tell 453 from other refusals.
    init(ffmpeg value: CInt, status: Int, phase: Phase) {
        // FFmpeg's words for the place that it was not let go to would mislead.
        let isRedirected = status == Int(CFFmpegStatusRedirected)
        let detail = status >= 100 ? "status \(status)" : isRedirected ? "" : Self.words(value)
        if let code = Self.code(status: status) ?? Self.code(value) {
            self.init(code, detail)
        } else {
            self.init(phase == .reading ? .ended : .other, detail)
        }
    }

    /// What FFmpeg was doing.
    enum Phase { case opening, reading }

    private static func code(status: Int) -> Code? {
        switch status {
        case Int(CFFmpegStatusUnknownHost): .unknownHost
        case Int(CFFmpegStatusRedirected): .redirected
        case 401, 403: .unauthorized
        case 404: .notFound
        case 453, 503: .busy
        default: nil
        }
    }

    private static func code(_ value: CInt) -> Code? {
        switch value {
        case CFFmpegErrorUnauthorized, CFFmpegErrorForbidden: .unauthorized
        case CFFmpegErrorNotFound, CFFmpegError(ENOENT): .notFound
        case CFFmpegErrorServer: .busy
        case CFFmpegError(ECONNREFUSED): .refused
        case CFFmpegError(ENETUNREACH), CFFmpegError(EHOSTUNREACH), CFFmpegError(ENETDOWN), CFFmpegError(EACCES):
            .noRoute
        case CFFmpegError(ETIMEDOUT): .connectTimeout
        case CFFmpegErrorInvalidData, CFFmpegErrorDecoderNotFound: .undecodable
        case CFFmpegErrorStreamNotFound: .noVideo
        case CFFmpegErrorEOF, CFFmpegError(ECONNRESET), CFFmpegError(EPIPE): .ended
        default: nil
        }
    }

    /// FFmpeg's words for `value`.
    static func words(_ value: CInt) -> String {
        var text = [CChar](repeating: 0, count: 128)
        _ = unsafe text.withUnsafeMutableBufferPointer { unsafe av_strerror(value, $0.baseAddress!, $0.count) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
