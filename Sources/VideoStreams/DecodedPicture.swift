import CFFmpeg
import VideoCore

/// One decoded picture in FFmpeg's reference-counted memory, which goes back to its decoder's pool.
@safe final class DecodedPicture: @unchecked Sendable {
    // Safe because only the decoder's owner writes to it, and only while nobody else holds a reference to it.

    let frame: UnsafeMutablePointer<AVFrame>

    init() {
        guard let frame = unsafe av_frame_alloc() else { preconditionFailure("out of memory") }
        unsafe self.frame = frame
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = unsafe frame
        unsafe av_frame_free(&frame)
    }

    /// Lets go of the pixels.
    func clear() { unsafe av_frame_unref(frame) }

    /// Sequence number of the packet it was made from.
    var sequence: Int { Int(unsafe frame.pointee.reordered_opaque) }

    /// Time stamp, in the stream's time base; nil where the stream gives none.
    var timestamp: Int64? {
        let stamp = unsafe frame.pointee.best_effort_timestamp
        return stamp == CFFmpegNoTimestamp ? nil : stamp
    }

    /// Whether the decoder had to invent parts of it.
    var isDamaged: Bool {
        unsafe frame.pointee.decode_error_flags != 0 || frame.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
    }

    /// Whether its memory already has the form of a ``Frame``: three planes of 8 bit, 4:2:0, top row first.
    var isPlanar420: Bool {
        let format = unsafe AVPixelFormat(frame.pointee.format)
        guard format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P else { return false }
        return unsafe frame.pointee.linesize.0 > 0 && frame.pointee.linesize.1 > 0 && frame.pointee.linesize.2 > 0
    }

    /// What its samples mean as colours.
    var colour: PictureColour {
        let matrix: PictureColour.Matrix? =
            switch unsafe frame.pointee.colorspace {
            case AVCOL_SPC_BT709: .bt709
            case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_FCC: .bt601
            default: nil
            }
        let (format, range) = unsafe (frame.pointee.format, frame.pointee.color_range)
        return PictureColour(
            matrix: matrix, isFullRange: range == AVCOL_RANGE_JPEG || format == AV_PIX_FMT_YUVJ420P.rawValue)
    }

    /// The three planes. Only for a picture that ``isPlanar420``.
    var planes: (luma: Plane, chromaU: Plane, chromaV: Plane) {
        let width = Int(unsafe frame.pointee.width)
        let height = Int(unsafe frame.pointee.height)
        func plane(_ data: UnsafeMutablePointer<UInt8>?, _ stride: CInt, _ divisor: Int) -> Plane {
            unsafe Plane(
                base: data!, width: (width + divisor - 1) / divisor, height: (height + divisor - 1) / divisor,
                stride: Int(stride))
        }
        let data = unsafe frame.pointee.data
        let stride = unsafe frame.pointee.linesize
        return unsafe (plane(data.0, stride.0, 1), plane(data.1, stride.1, 2), plane(data.2, stride.2, 2))
    }
}
