import Testing
import VideoCore

@testable import SyntheticScenes

@Suite struct ClippingTests {
    private func points(_ pairs: [(Double, Double)]) -> [ImagePoint] { pairs.map { ImagePoint(x: $0.0, y: $0.1) } }

    @Test func `What lies inside stays as it is`() {
        let triangle = points([(0.1, 0.1), (0.9, 0.2), (0.5, 0.8)])
        #expect(clippedToPicture(triangle) == triangle)
        let line = points([(0, 0.5), (1, 0.5)])
        #expect(clippedToPicture(line) == line)
    }

    @Test func `A line is cut at the picture's edges`() {
        #expect(clippedToPicture(points([(-0.5, 0.25), (1.5, 0.75)])) == points([(0, 0.375), (1, 0.625)]))
        #expect(clippedToPicture(points([(0.5, -1), (0.5, 0.5)])) == points([(0.5, 0), (0.5, 0.5)]))
        #expect(clippedToPicture(points([(-1, 0.2), (-0.1, 0.8)])).isEmpty)
    }

    @Test func `A polygon larger than the picture becomes the picture`() {
        let clipped = clippedToPicture(points([(-1, -1), (2, -1), (2, 2), (-1, 2)]))
        #expect(Set(clipped) == Set(points([(0, 0), (1, 0), (1, 1), (0, 1)])))
    }

    @Test func `A polygon outside vanishes`() {
        #expect(clippedToPicture(points([(1.1, 0), (2, 0), (2, 1)])).isEmpty)
    }
}
