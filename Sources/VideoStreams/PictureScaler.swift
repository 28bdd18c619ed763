import CFFmpeg
public import VideoCore

extension Frame {
    /// A copy of it that is `columns` wide, an even number, and as high as its shape asks for; itself where it is not
    /// wider, nil where it cannot be made. Each pixel is the mean of those it stands for.
    public func scaled(toWidth columns: Int) -> Frame? {
        guard width > columns, columns > 1 else { return self }
        let source = BorrowedPicture(format: AV_PIX_FMT_YUV420P, frame: self)
        let result = DecodedPicture()
        let (from, to) = unsafe (source.pointer, result.frame)
        unsafe to.pointee.width = CInt(clamping: columns & ~1)
        unsafe to.pointee.height = CInt(clamping: max(2, height * columns / width & ~1))
        unsafe to.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        guard unsafe av_frame_get_buffer(to, 0) >= 0 else { return nil }
        let scaler = unsafe sws_getContext(
            from.pointee.width, from.pointee.height, AV_PIX_FMT_YUV420P, to.pointee.width, to.pointee.height,
            AV_PIX_FMT_YUV420P, Int32(SWS_AREA), nil, nil, nil)
        defer { unsafe sws_freeContext(scaler) }
        guard unsafe scaler != nil, unsafe sws_scale_frame(scaler, to, from) >= 0 else { return nil }
        let planes = result.planes
        return Frame(
            luma: planes.luma, chromaU: planes.chromaU, chromaV: planes.chromaV, mediaTime: mediaTime,
            receivedAt: receivedAt, wallTime: wallTime, isKeyframe: isKeyframe, index: index, colour: colour,
            owner: result)
    }
}
