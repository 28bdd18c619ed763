import Testing
import VideoCore

struct GeometryTests {
    private static let square = Polygon(
        [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)].map { ImagePoint(x: $0, y: $1) })
    /// An L: the square without its upper right quarter.
    private static let ell = Polygon(
        [(0.2, 0.2), (0.5, 0.2), (0.5, 0.5), (0.8, 0.5), (0.8, 0.8), (0.2, 0.8)].map { ImagePoint(x: $0, y: $1) })

    @Test(
        "A polygon contains what lies inside it, dents left out",
        arguments: [
            (0.5, 0.6, true, true), (0.65, 0.35, true, false), (0.1, 0.5, false, false), (0.9, 0.5, false, false),
            (0.5, 0.1, false, false), (0.5, 0.9, false, false), (0.21, 0.79, true, true),
        ])
    func contains(x: Double, y: Double, inSquare: Bool, inEll: Bool) {
        #expect(Self.square.contains(ImagePoint(x: x, y: y)) == inSquare)
        #expect(Self.ell.contains(ImagePoint(x: x, y: y)) == inEll)
    }

    @Test("Of two polygons side by side, exactly one contains a point on their common edge")
    func commonEdge() {
        let right = Polygon([(0.8, 0.2), (1, 0.2), (1, 0.8), (0.8, 0.8)].map { ImagePoint(x: $0, y: $1) })
        for y in [0.2, 0.3, 0.5, 0.79] {
            let point = ImagePoint(x: 0.8, y: y)
            #expect(Self.square.contains(point) != right.contains(point))
        }
    }

    @Test("Fewer than three corners contain nothing")
    func degenerate() {
        let corners = [ImagePoint(x: 0, y: 0), ImagePoint(x: 1, y: 1)]
        for count in 0...2 {
            #expect(!Polygon(Array(corners.prefix(count))).contains(ImagePoint(x: 0.5, y: 0.5)))
        }
    }
}
