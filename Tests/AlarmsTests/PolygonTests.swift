import Testing
import VideoCore

@testable import Alarms

@Suite("What a shield touches")
struct PolygonTests {
    private static let triangle = Polygon([
        ImagePoint(x: 0.2, y: 0.2), ImagePoint(x: 0.8, y: 0.2), ImagePoint(x: 0.2, y: 0.8),
    ])

    @Test(
        "A block is touched when it shares a point with the polygon",
        arguments: [
            (Region(x: 0.3, y: 0.3, width: 0.05, height: 0.05), true),  // inside
            (Region(x: 0, y: 0, width: 1, height: 1), true),  // around
            (Region(x: 0.45, y: 0.45, width: 0.1, height: 0.1), true),  // across the slope
            (Region(x: 0.75, y: 0.19, width: 0.2, height: 0.02), true),  // over a corner
            (Region(x: 0.1, y: 0.1, width: 0.1, height: 0.1), true),  // corner to corner
            (Region(x: 0.1, y: 0.5, width: 0.1, height: 0.1), true),  // along an edge
            (Region(x: 0.0, y: 0.25, width: 0.19, height: 0.1), false),  // beside
            (Region(x: 0.55, y: 0.55, width: 0.3, height: 0.3), false),  // beyond the slope, within the bounds
            (Region(x: 0.3, y: 0.81, width: 0.1, height: 0.1), false),  // below
        ])
    func touches(area: Region, isTouched: Bool) {
        #expect(Self.triangle.touches(area) == isTouched)
        let turned = Polygon(Self.triangle.corners.reversed())
        #expect(turned.touches(area) == isTouched, "the order of the corners does not matter")
    }

    @Test("Fewer than three corners touch nothing")
    func degenerate() {
        let all = Region(x: 0, y: 0, width: 1, height: 1)
        #expect(!Polygon([]).touches(all))
        #expect(!Polygon([ImagePoint(x: 0.5, y: 0.5), ImagePoint(x: 0.6, y: 0.6)]).touches(all))
    }
}
