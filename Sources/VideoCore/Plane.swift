/// One 8-bit plane of a picture: luma, or one chroma component.
///
/// A view, not an owner: it is valid while the ``Frame`` it came from is alive.
/// Row `y` starts at `base + y * stride`; only the first `width` bytes of a row belong to the picture.
@safe public struct Plane {
    /// First sample of the top row.
    @unsafe public let base: UnsafePointer<UInt8>
    /// Samples in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Bytes from one row to the next; at least `width`.
    public let stride: Int

    /// A view of `height` rows of `width` samples. The caller keeps the memory alive and unchanged.
    @unsafe public init(base: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int) {
        precondition(width > 0 && height > 0 && stride >= width, "a plane needs pixels")
        unsafe self.base = base
        self.width = width
        self.height = height
        self.stride = stride
    }

    /// The sample in column `x` of row `y`; a position outside the plane is a programming error and traps.
    public subscript(x: Int, y: Int) -> UInt8 {
        precondition(x >= 0 && x < width && y >= 0 && y < height, "outside the plane")
        return unsafe base[y * stride + x]
    }
}
