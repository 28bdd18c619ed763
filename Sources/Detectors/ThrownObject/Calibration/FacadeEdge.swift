internal import VideoCore

/// An upright edge of a facade in the picture: `x = middle.x + slant · (y − middle.y)`, by least squares.
struct FacadeEdge: Hashable {
    /// Whether two ends or more lie inside the picture.
    let isSeen: Bool
    private let middle: SIMD2<Double>
    private let slant: Double

    /// Ends nearer to the border than this, as a share of the picture, are taken for clipped.
    static let border = 0.002

    /// The edge through the ends of floor lines. Nothing for ends at one height.
    init?(_ ends: [ImagePoint]) {
        let inside = ends.filter { !Self.isAtBorder($0) }
        isSeen = Set(inside.map(\.y)).count >= 2
        let used = isSeen ? inside : ends
        guard used.count >= 2 else { return nil }
        let middle = used.reduce(SIMD2.zero) { $0 + SIMD2($1.x, $1.y) } / Double(used.count)
        var (xy, yy) = (0.0, 0.0)
        for end in used {
            let offset = SIMD2(end.x, end.y) - middle
            xy += offset.x * offset.y
            yy += offset.y * offset.y
        }
        guard yy > 1e-12 else { return nil }
        self.middle = middle
        slant = xy / yy
    }

    /// Whether `point` lies at the border of the picture, where what goes on beyond it would end.
    static func isAtBorder(_ point: ImagePoint) -> Bool {
        min(point.x, point.y, 1 - point.x, 1 - point.y) < border
    }

    /// Where the edge meets `line`, prolonged if need be; nothing for a line along the edge.
    func crossing(_ line: FloorLine) -> SIMD2<Double>? {
        let start = SIMD2(line.from.x, line.from.y)
        let way = SIMD2(line.to.x, line.to.y) - start
        let divisor = way.x - slant * way.y
        guard abs(divisor) > 1e-9 else { return nil }
        return start + way * ((middle.x + slant * (start.y - middle.y) - start.x) / divisor)
    }
}
