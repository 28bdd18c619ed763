public import VideoCore

/// Where the floor level of one storey crosses the picture of a facade.
public struct FloorLine: Hashable, Sendable {
    /// Storey whose floor level this is.
    public var floor: Int
    /// One end, in image space.
    public var from: ImagePoint
    /// The other end, in image space.
    public var to: ImagePoint

    /// The floor level of storey `floor`, from `from` to `to`.
    public init(floor: Int, from: ImagePoint, to: ImagePoint) {
        self.floor = floor
        self.from = from
        self.to = to
    }
}

/// What the thrown-object detector is told about one camera.
public struct ThrownObjectSettings: Hashable, Sendable {
    /// Where to look; the whole picture when empty.
    public var facade: [Polygon] = []
    /// Floor lines from the lowest storey up; none or one means that no floor is reported.
    public var floors: [FloorLine] = []
    /// Metres from one storey to the next.
    public var floorHeight: Double = 2.9
    /// Windows in a row, evenly spaced between the ends of the floor lines; nil means that no column is reported.
    public var columns: Int?

    /// The whole picture, no floor lines.
    public init() {}
}
