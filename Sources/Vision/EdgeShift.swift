/// How far the edges of a picture stand from those of a reference, and how well they agree there.
public struct EdgeShift: Hashable, Sendable {
    /// Places to the right.
    public var dx: Int
    /// Places down.
    public var dy: Int
    /// 1 is the same picture, 0 an unrelated one.
    public var agreement: Double

    /// The shift by `dx`, `dy` with `agreement`.
    public init(dx: Int, dy: Int, agreement: Double) {
        self.dx = dx
        self.dy = dy
        self.agreement = agreement
    }

    /// Length in places.
    public var length: Double { Double(dx * dx + dy * dy).squareRoot() }
}
