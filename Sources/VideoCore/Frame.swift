/// One decoded picture: three 8-bit planes, 4:2:0, and when it was taken.
///
/// Copyable and cheap: copies share the pixels, which are never written after decoding.
@safe public struct Frame: @unchecked Sendable {
    // Safe because the planes are read-only views into memory that `owner`, itself Sendable, keeps alive.

    /// Brightness at full resolution.
    public let luma: Plane
    /// Blue difference at half resolution, rounded up.
    public let chromaU: Plane
    /// Red difference at half resolution, rounded up.
    public let chromaV: Plane
    /// Seconds on the stream's own clock, from its time stamps: 0 at the first frame, never running backwards.
    public let mediaTime: Double
    /// When its last packet arrived here, on the monotonic clock.
    public let receivedAt: ContinuousClock.Instant
    /// Civil time of the picture.
    public let wallTime: WallTime
    /// True where a decoder can start: nothing before it was needed to decode it.
    public let isKeyframe: Bool
    /// Number of the picture within its stream, from 0, counting decoded pictures only.
    public let index: Int
    /// What the samples mean as colours.
    public let colour: PictureColour
    private let owner: any AnyObject & Sendable

    /// A picture whose planes point into memory that `owner` keeps alive.
    public init(
        luma: Plane, chromaU: Plane, chromaV: Plane, mediaTime: Double, receivedAt: ContinuousClock.Instant,
        wallTime: WallTime, isKeyframe: Bool, index: Int, colour: PictureColour = PictureColour(),
        owner: any AnyObject & Sendable
    ) {
        self.luma = luma
        self.chromaU = chromaU
        self.chromaV = chromaV
        self.mediaTime = mediaTime
        self.receivedAt = receivedAt
        self.wallTime = wallTime
        self.isKeyframe = isKeyframe
        self.index = index
        self.colour = colour
        self.owner = owner
    }

    /// The same picture at another time; the pixels are shared.
    public func retimed(mediaTime: Double, wallTime: WallTime, index: Int) -> Frame {
        Frame(
            luma: luma, chromaU: chromaU, chromaV: chromaV, mediaTime: mediaTime, receivedAt: receivedAt,
            wallTime: wallTime, isKeyframe: isKeyframe, index: index, colour: colour, owner: owner)
    }

    /// Columns of the luma plane.
    public var width: Int { luma.width }
    /// Rows of the luma plane.
    public var height: Int { luma.height }
}
