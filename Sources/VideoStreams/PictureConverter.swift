import CFFmpeg

/// Turns pictures of any other pixel format into 8-bit 4:2:0. Rare: cameras send that form by themselves.
@safe struct PictureConverter: ~Copyable {
    private var scaler: OpaquePointer?

    init() {}

    deinit { unsafe sws_freeContext(scaler) }

    /// A copy of `source` as 8-bit 4:2:0 of the same size, or nil when the format cannot be converted.
    mutating func convert(_ source: DecodedPicture) -> DecodedPicture? {
        let from = unsafe source.frame
        let result = DecodedPicture()
        let to = unsafe result.frame
        unsafe to.pointee.width = from.pointee.width
        unsafe to.pointee.height = from.pointee.height
        unsafe to.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        guard unsafe sws_isSupportedInput(AVPixelFormat(from.pointee.format)) > 0,
            unsafe av_frame_get_buffer(to, 0) >= 0
        else { return nil }
        unsafe scaler = sws_getCachedContext(
            scaler, from.pointee.width, from.pointee.height, AVPixelFormat(from.pointee.format), to.pointee.width,
            to.pointee.height, AV_PIX_FMT_YUV420P, Int32(SWS_BILINEAR), nil, nil, nil)
        guard unsafe scaler != nil, unsafe sws_scale_frame(scaler, to, from) >= 0 else { return nil }
        guard unsafe av_frame_copy_props(to, from) >= 0 else { return nil }
        if CFFmpegIsFullRange(AVPixelFormat(unsafe from.pointee.format)) != 0 {
            // The scaler brings these into the range of television, RGB by BT.601; others it leaves as they are.
            unsafe to.pointee.color_range = AVCOL_RANGE_MPEG
            if unsafe from.pointee.colorspace == AVCOL_SPC_RGB { unsafe to.pointee.colorspace = AVCOL_SPC_SMPTE170M }
        }
        return result
    }
}
