/// An upright part of a map, in places; right and bottom are exclusive.
public struct MapPart: Hashable, Sendable {
    /// First column.
    public var left: Int
    /// First row.
    public var top: Int
    /// Column behind the last.
    public var right: Int
    /// Row behind the last.
    public var bottom: Int

    /// The part from `left`, `top` to before `right`, `bottom`.
    public init(left: Int, top: Int, right: Int, bottom: Int) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }
}
