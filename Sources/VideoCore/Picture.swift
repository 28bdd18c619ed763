/// A picture being made: three writable 8-bit planes, 4:2:0, in one block of memory.
///
/// Chroma planes have half the luma's columns and rows, rounded up. Finish it with ``frame(mediaTime:receivedAt:wallTime:isKeyframe:index:)``.
@safe public struct Picture: ~Copyable {
    /// Columns of luma.
    public let width: Int
    /// Rows of luma.
    public let height: Int
    private let memory: PixelMemory

    /// A black picture of `width` × `height` pixels; both at least 1.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture needs pixels")
        self.width = width
        self.height = height
        memory = PixelMemory(width: width, height: height)
    }

    /// A copy of `frame` that may be drawn on.
    public init(copying frame: Frame) {
        self.init(width: frame.width, height: frame.height)
        unsafe memory.luma.copy(frame.luma)
        unsafe memory.chromaU.copy(frame.chromaU)
        unsafe memory.chromaV.copy(frame.chromaV)
    }

    /// The luma plane; rows follow each other without padding.
    @unsafe public var luma: MutablePlane { unsafe memory.luma }
    /// The blue difference plane; 128 is neutral.
    @unsafe public var chromaU: MutablePlane { unsafe memory.chromaU }
    /// The red difference plane; 128 is neutral.
    @unsafe public var chromaV: MutablePlane { unsafe memory.chromaV }

    /// Gives up writing: the picture becomes a frame that shares its memory.
    public consuming func frame(
        mediaTime: Double, receivedAt: ContinuousClock.Instant, wallTime: WallTime, isKeyframe: Bool, index: Int
    ) -> Frame {
        unsafe Frame(
            luma: memory.luma.view, chromaU: memory.chromaU.view, chromaV: memory.chromaV.view, mediaTime: mediaTime,
            receivedAt: receivedAt, wallTime: wallTime, isKeyframe: isKeyframe, index: index, owner: memory)
    }
}

/// One writable 8-bit plane without padding between rows; valid while its ``Picture`` is alive.
@unsafe public struct MutablePlane {
    /// First sample of the top row.
    public let base: UnsafeMutablePointer<UInt8>
    /// Samples in a row, and bytes from one row to the next.
    public let width: Int
    /// Rows.
    public let height: Int

    var view: Plane { unsafe Plane(base: base, width: width, height: height, stride: width) }

    func copy(_ plane: Plane) {
        for y in unsafe 0..<height {
            unsafe (base + y * width).update(from: plane.base + y * plane.stride, count: width)
        }
    }
}

/// The memory of a picture; written only while one ``Picture`` owns it, then shared read-only.
@safe private final class PixelMemory: Sendable {
    nonisolated(unsafe) let luma: MutablePlane
    nonisolated(unsafe) let chromaU: MutablePlane
    nonisolated(unsafe) let chromaV: MutablePlane

    init(width: Int, height: Int) {
        let halfWidth = (width + 1) / 2
        let halfHeight = (height + 1) / 2
        let chromaCount = halfWidth * halfHeight
        let base = UnsafeMutablePointer<UInt8>.allocate(capacity: width * height + 2 * chromaCount)
        unsafe base.initialize(repeating: 16, count: width * height)
        let chroma = unsafe base + width * height
        unsafe chroma.initialize(repeating: 128, count: 2 * chromaCount)
        unsafe luma = MutablePlane(base: base, width: width, height: height)
        unsafe chromaU = MutablePlane(base: chroma, width: halfWidth, height: halfHeight)
        unsafe chromaV = MutablePlane(base: chroma + chromaCount, width: halfWidth, height: halfHeight)
    }

    deinit { unsafe luma.base.deallocate() }
}
