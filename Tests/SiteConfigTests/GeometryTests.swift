import Detectors
import Testing
import VideoCore

@testable import SiteConfig

@Suite struct PolygonFaultTests {
    private static let polygons: [([(Double, Double)], PolygonFault?)] = [
        ([(0, 0), (1, 0), (1, 1)], nil),
        ([(0, 0), (1, 0), (1, 1), (0, 1)], nil),
        ([(0, 1), (1, 1), (1, 0), (0, 0)], nil),
        // A notch: not convex, still simple.
        ([(0, 0), (0.5, 0.4), (1, 0), (1, 1), (0, 1)], nil),
        // Corners along a straight edge.
        ([(0, 0), (0.5, 0), (1, 0), (1, 1)], nil),
        ([], .tooFewCorners),
        ([(0, 0), (1, 1)], .tooFewCorners),
        ([(0, 0), (0, 0), (1, 1)], .repeatedCorner(index: 1)),
        ([(0, 0), (1, 0), (1, 1), (0, 0)], .repeatedCorner(index: 0)),
        // An hourglass.
        ([(0, 0), (1, 1), (1, 0), (0, 1)], .crossingEdges(0, 2)),
        ([(0, 0), (1, 0), (0, 1), (1, 1)], .crossingEdges(1, 3)),
        // A corner on an edge.
        ([(0, 0), (1, 0), (1, 1), (0.5, 0), (0, 1)], .crossingEdges(0, 2)),
        // A spike that runs back on itself, and three corners in a line.
        ([(0, 0), (1, 0), (0.5, 0), (0.5, 1)], .crossingEdges(0, 1)),
        ([(0, 0), (0.5, 0.5), (1, 1)], .crossingEdges(0, 2)),
        // A five-pointed star.
        ([(0.5, 0), (0.8, 1), (0, 0.4), (1, 0.4), (0.2, 1)], .crossingEdges(0, 2)),
    ]

    @Test("A polygon's first fault is found", arguments: polygons.indices)
    func firstFault(_ index: Int) {
        let (corners, fault) = Self.polygons[index]
        #expect(PolygonFault.first(in: corners.map { ImagePoint(x: $0, y: $1) }) == fault)
    }

    @Test("Whether a polygon is simple does not depend on where it begins or which way it runs")
    func symmetry() {
        for (corners, fault) in Self.polygons where corners.count >= 3 {
            let points = corners.map { ImagePoint(x: $0, y: $1) }
            for start in points.indices {
                let turned = Array(points[start...] + points[..<start])
                #expect((PolygonFault.first(in: turned) == nil) == (fault == nil), "\(turned)")
                #expect((PolygonFault.first(in: turned.reversed()) == nil) == (fault == nil), "\(turned)")
            }
        }
    }
}

@Suite struct FloorOrderTests {
    private static func line(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> FloorLine {
        FloorLine(floor: 1, from: ImagePoint(x: x0, y: y0), to: ImagePoint(x: x1, y: y1))
    }

    private static let pairs: [(lower: FloorLine, upper: FloorLine, rises: Bool)] = [
        (line(0, 0.5, 1, 0.5), line(0, 0.4, 1, 0.4), true),
        (line(0, 0.5, 1, 0.5), line(0, 0.6, 1, 0.6), false),
        (line(0, 0.5, 1, 0.5), line(0, 0.5, 1, 0.5), false),
        (line(0, 0.5, 1, 0.5), line(0, 0.4, 1, 0.6), false),
        // Slanted alike: each is above at the same column, though one end is lower than the other line's far end.
        (line(0, 0.5, 1, 0.9), line(0, 0.4, 1, 0.8), true),
        // Drawn from right to left.
        (line(1, 0.5, 0, 0.5), line(0, 0.4, 1, 0.4), true),
        // They would meet outside the columns that both span.
        (line(0.4, 0.5, 0.6, 0.5), line(0, 0.3, 0.6, 0.45), true),
        // Beside each other.
        (line(0, 0.5, 0.3, 0.5), line(0.6, 0.4, 1, 0.4), true),
        (line(0, 0.5, 0.3, 0.5), line(0.6, 0.6, 1, 0.6), false),
    ]

    @Test("A higher floor's line lies above where both can be seen", arguments: pairs.indices)
    func rises(_ index: Int) {
        let pair = Self.pairs[index]
        #expect(FloorOrder.rises(from: pair.lower, to: pair.upper) == pair.rises)
    }
}
