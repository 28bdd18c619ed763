/// A point of the picture: 0…1 of its width and height, origin top left.
public struct ImagePoint: Hashable, Sendable {
    /// Share of the picture's width, from the left.
    public var x: Double
    /// Share of the picture's height, from the top.
    public var y: Double

    /// The point at `x`, `y`.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle of the picture: 0…1 of its width and height, origin top left.
public struct Region: Hashable, Sendable {
    /// Left edge.
    public var x: Double
    /// Top edge.
    public var y: Double
    /// Share of the picture's width.
    public var width: Double
    /// Share of the picture's height.
    public var height: Double

    /// The rectangle with its top left corner at `x`, `y`.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The rectangle with `share` of its width and height more on each side; may reach beyond the picture.
    public func grown(by share: Double) -> Region {
        Region(
            x: x - share * width, y: y - share * height, width: width * (1 + 2 * share),
            height: height * (1 + 2 * share))
    }

    /// Whether all of `other` lies in it.
    public func contains(_ other: Region) -> Bool {
        other.x >= x && other.x + other.width <= x + width && other.y >= y && other.y + other.height <= y + height
    }

    /// Whether they have a part in common.
    public func overlaps(_ other: Region) -> Bool {
        other.x < x + width && x < other.x + other.width && other.y < y + height && y < other.y + other.height
    }

    /// The smallest rectangle around both.
    public func union(_ other: Region) -> Region {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return Region(
            x: left, y: top, width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }
}

/// A closed polygon of the picture; its last corner joins the first.
public struct Polygon: Hashable, Sendable {
    /// Three corners or more.
    public var corners: [ImagePoint]

    /// The polygon through `corners`.
    public init(_ corners: [ImagePoint]) { self.corners = corners }

    /// Whether `point` lies inside, by the even-odd rule. A polygon of fewer than three corners contains nothing.
    public func contains(_ point: ImagePoint) -> Bool {
        guard corners.count >= 3, var previous = corners.last else { return false }
        var inside = false
        for corner in corners {
            if (corner.y > point.y) != (previous.y > point.y) {
                let crossing =
                    (previous.x - corner.x) * (point.y - corner.y) / (previous.y - corner.y) + corner.x
                if point.x < crossing { inside.toggle() }
            }
            previous = corner
        }
        return inside
    }
}
