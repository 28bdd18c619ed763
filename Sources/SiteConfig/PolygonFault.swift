import VideoCore

/// Why a polygon cannot be used.
enum PolygonFault: Hashable, Sendable {
    /// Fewer than three.
    case tooFewCorners
    /// Corner `index` stands where the one before it does; corner 0 where the last one does.
    case repeatedCorner(index: Int)
    /// The edges that begin at these corners cross or touch.
    case crossingEdges(Int, Int)

    /// The first fault of `corners`, if any.
    ///
    /// Compares every pair of edges by the orientation of their ends; exact for the coordinates people write.
    static func first(in corners: [ImagePoint]) -> PolygonFault? {
        let count = corners.count
        guard count >= 3 else { return .tooFewCorners }
        for index in corners.indices where corners[index] == corners[(index + count - 1) % count] {
            return .repeatedCorner(index: index)
        }
        for first in 0..<count {
            for second in (first + 1)..<count {
                let one = (corners[first], corners[(first + 1) % count])
                let other = (corners[second], corners[(second + 1) % count])
                let neighbours = second == first + 1 || (first == 0 && second == count - 1)
                if neighbours ? foldsBack(one, other) : meets(one, other) { return .crossingEdges(first, second) }
            }
        }
        return nil
    }

    private typealias Edge = (ImagePoint, ImagePoint)

    /// Neighbours share a corner; they are at fault only when they lie on top of each other.
    private static func foldsBack(_ one: Edge, _ other: Edge) -> Bool {
        let (shared, before, after) = one.1 == other.0 ? (one.1, one.0, other.1) : (one.0, one.1, other.0)
        let along =
            (before.x - shared.x) * (after.x - shared.x) + (before.y - shared.y) * (after.y - shared.y)
        return side(before, shared, after) == 0 && along > 0
    }

    private static func meets(_ one: Edge, _ other: Edge) -> Bool {
        let (a, b) = (side(one.0, one.1, other.0), side(one.0, one.1, other.1))
        let (c, d) = (side(other.0, other.1, one.0), side(other.0, other.1, one.1))
        if a * b < 0, c * d < 0 { return true }
        return (a == 0 && isWithin(other.0, one)) || (b == 0 && isWithin(other.1, one))
            || (c == 0 && isWithin(one.0, other)) || (d == 0 && isWithin(one.1, other))
    }

    /// -1, 0 or 1: on which side of the line from `a` to `b` the point `c` lies.
    private static func side(_ a: ImagePoint, _ b: ImagePoint, _ c: ImagePoint) -> Int {
        let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
        // A millionth of the picture squared: corners written with six decimals.
        return abs(area) < 1e-12 ? 0 : area > 0 ? 1 : -1
    }

    private static func isWithin(_ point: ImagePoint, _ edge: Edge) -> Bool {
        (min(edge.0.x, edge.1.x)...max(edge.0.x, edge.1.x)).contains(point.x)
            && (min(edge.0.y, edge.1.y)...max(edge.0.y, edge.1.y)).contains(point.y)
    }
}
