import VideoCore

extension Frame {
    /// Columns of a small picture for the books.
    private static var thumbnailWidth: Int { 320 }

    /// A small copy of it, every n-th pixel: enough to see what there was, and quick.
    func thumbnail() -> Frame {
        let step = max(1, (width + Self.thumbnailWidth - 1) / Self.thumbnailWidth)
        let picture = Picture(width: max(1, width / step), height: max(1, height / step))
        unsafe Self.copy(luma, into: picture.luma, step: step)
        unsafe Self.copy(chromaU, into: picture.chromaU, step: step)
        unsafe Self.copy(chromaV, into: picture.chromaV, step: step)
        return picture.frame(
            mediaTime: mediaTime, receivedAt: receivedAt, wallTime: wallTime, isKeyframe: true, index: index)
    }

    private static func copy(_ plane: Plane, into target: MutablePlane, step: Int) {
        for row in unsafe 0..<target.height {
            let source = unsafe plane.base + min(row * step, plane.height - 1) * plane.stride
            let line = unsafe target.base + row * target.width
            for column in unsafe 0..<target.width {
                unsafe line[column] = source[min(column * step, plane.width - 1)]
            }
        }
    }
}
