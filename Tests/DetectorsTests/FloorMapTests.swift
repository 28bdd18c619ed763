import Testing
import VideoCore

@testable import Detectors

/// Storeys from floor lines.
struct FloorMapTests {
    private func line(_ floor: Int, _ left: Double, _ right: Double) -> FloorLine {
        FloorLine(floor: floor, from: ImagePoint(x: 0.1, y: left), to: ImagePoint(x: 0.9, y: right))
    }

    @Test func `Two lines interpolate, and follow their slant`() throws {
        let map = try #require(FloorMap([line(2, 0.9, 0.8), line(10, 0.5, 0.4)]))
        #expect(!map.isProjective)
        #expect(abs(try #require(map.floor(at: ImagePoint(x: 0.1, y: 0.7))) - 6) < 1e-4)
        #expect(abs(try #require(map.floor(at: ImagePoint(x: 0.9, y: 0.6))) - 6) < 1e-4)
        #expect(abs(map.slope(at: ImagePoint(x: 0.5, y: 0.5)) + 20) < 1e-3)
    }

    @Test func `Three lines give the foreshortening`() throws {
        // y = (1 − 0.09 f) / (1 − 0.03 f)
        func y(_ f: Double) -> Double { (1 - 0.09 * f) / (1 - 0.03 * f) }
        let map = try #require(FloorMap([2, 5, 10].map { line($0, y(Double($0)), y(Double($0))) }))
        #expect(map.isProjective)
        for floor in [1.0, 3.5, 7.25, 9] {
            let found = try #require(map.floor(at: ImagePoint(x: 0.4, y: y(floor))))
            #expect(abs(found - floor) < 0.02)
        }
    }

    @Test func `A storey and a distance from the middle give the point again`() throws {
        let vantage = FacadeFixture(seed: 4)
        let map = try #require(FloorMap([3, 6, 9].compactMap(vantage.line)))
        for point in [(0.2, 0.7), (0.5, 0.4), (0.95, 0.1)].map({ ImagePoint(x: $0.0, y: $0.1) }) {
            let floor = try #require(map.floor(at: point))
            let found = try #require(map.point(floor: floor, across: (point.x - 0.5) * map.distance(at: point)))
            #expect(abs(found.x - point.x) < 1e-9 && abs(found.y - point.y) < 1e-9)
        }
    }

    @Test func `Lines that do not make a facade give no map`() {
        #expect(FloorMap([]) == nil)
        #expect(FloorMap([line(3, 0.5, 0.5)]) == nil)
        #expect(FloorMap([line(3, 0.5, 0.5), line(3, 0.4, 0.4)]) == nil)
        // Upside down.
        #expect(FloorMap([line(3, 0.2, 0.2), line(9, 0.8, 0.8)]) == nil)
        // Crossed numbers.
        #expect(FloorMap([line(3, 0.9, 0.9), line(12, 0.6, 0.6), line(5, 0.2, 0.2)]) == nil)
    }
}
