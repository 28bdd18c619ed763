import Testing
import VideoCore

@testable import Detectors

/// Columns of windows from floor lines.
struct WindowColumnsTests {
    private func settings(columns: Int?, clipped: Bool = false) -> ThrownObjectSettings {
        var settings = ThrownObjectSettings()
        settings.columns = columns
        settings.floors = [(3, 0.1, 0.9, 0.9), (8, 0.2, 0.8, 0.5), (15, 0.26, 0.74, 0.26)].map {
            floor, left, right, y in
            FloorLine(floor: floor, from: ImagePoint(x: clipped ? 0 : left, y: y), to: ImagePoint(x: right, y: y))
        }
        return settings
    }

    @Test func `Columns count from 1 at the left, to the edges and half a window beyond`() throws {
        let columns = try #require(WindowColumns(settings(columns: 4)))
        // At y = 0.5 the facade runs from 0.2 to 0.8: 0.15 for each window.
        let expected: [(Double, Int?)] = [
            (0.1, nil), (0.15, 1), (0.21, 1), (0.34, 1), (0.36, 2), (0.79, 4), (0.85, 4), (0.9, nil),
        ]
        for (x, column) in expected { #expect(columns.column(at: ImagePoint(x: x, y: 0.5)) == column, "\(x)") }
    }

    @Test func `Without columns, lines or sight of both edges there are none`() {
        #expect(WindowColumns(settings(columns: nil)) == nil)
        #expect(WindowColumns(settings(columns: 4, clipped: true)) == nil)
        var bare = ThrownObjectSettings()
        bare.columns = 4
        #expect(WindowColumns(bare) == nil)
    }

    @Test func `An origin gets the column in which its fall was first seen`() {
        let samples = FallSamples.track(seconds: 1, sigma: 0) { (340 + $0, 180 + 90 * $0) }[...]
        let origin = FloorEstimate(level: 9.2, standardDeviation: 0.3)
        #expect(settings(columns: 4).inColumn(origin, of: samples, 640, 360)?.column == 3)
        #expect(settings(columns: nil).inColumn(origin, of: samples, 640, 360) == origin)
        #expect(settings(columns: 4).inColumn(nil, of: samples, 640, 360) == nil)
    }

    @Test(arguments: [(360.0, Optional(3)), (470, nil)])
    func `A fall that was first seen beside the facade is in no column`(x: Double, column: Int?) {
        var settings = settings(columns: 4)
        settings.facade = [
            Polygon([(0.1, 0.9), (0.26, 0.26), (0.72, 0.26), (0.72, 0.9)].map { ImagePoint(x: $0, y: $1) })
        ]
        let samples = FallSamples.track(seconds: 1, sigma: 0) { (x + $0, 180 + 90 * $0) }[...]
        let named = settings.inColumn(FloorEstimate(level: 9.2, standardDeviation: 0.3), of: samples, 640, 360)
        #expect(named?.level == 9.2)
        #expect(named?.column == column)
    }
}
