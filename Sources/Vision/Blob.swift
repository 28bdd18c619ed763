/// Connected pixels of one picture that differ from the pictures before and after it.
public struct Blob: Hashable, Sendable {
    /// Centre of the difference, in pixels from the picture's left and top edge.
    public var x, y: Double
    /// Width and height of the bounding box, in pixels.
    public var width, height: Double
    /// Pixels.
    public var area: Int
    /// Greatest difference ÷ the threshold of its place; above 1.
    public var strength: Double
    /// Whether it is brighter than what is there without it.
    public var isBright: Bool
    /// Share of pictures in which something was found at its place, 0…1.
    public var activity: Double
    /// Whether its place moves by itself (a tree, a flag): no ground to start a track on.
    public var isRestless: Bool
    /// Whether it lies where nobody looks: a track may go on there, not start.
    public var isOutside = false
    /// Whether it lies beside what is watched: a track that starts there is none of its crowd.
    public var isBeside = false

    /// A blob at `x`, `y`; the defaults describe a small quiet one, as tests need them.
    public init(
        x: Double, y: Double, width: Double = 4, height: Double = 4, area: Int = 12, strength: Double = 2,
        isBright: Bool = true, activity: Double = 0, isRestless: Bool = false
    ) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.area = area
        self.strength = strength
        self.isBright = isBright
        self.activity = activity
        self.isRestless = isRestless
    }
}
