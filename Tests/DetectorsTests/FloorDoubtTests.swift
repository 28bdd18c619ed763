import Detectors
import Testing
import VideoCore

/// Wrong storey numbers are noticed before a fall is missed.
struct FloorDoubtTests {
    private func lines(_ heights: [(Int, Double)]) -> [FloorLine] {
        heights.map { floor, y in
            FloorLine(floor: floor, from: ImagePoint(x: 0.1, y: y), to: ImagePoint(x: 0.9, y: y))
        }
    }

    @Test func `Lines as a camera at the foot of a building shows them are believed`() {
        #expect(FloorDoubt(lines([(4, 0.776), (8, 0.375), (12, 0.162)])) == nil)
        #expect(FloorDoubt(lines([(3, 0.9), (20, 0.1)])) == nil)
        #expect(FloorDoubt(lines([(2, 0.9), (10, 0.5), (18, 0.1)])) == nil)
        #expect(FloorDoubt(lines([(7, 0.5)])) == nil)
    }

    @Test func `A number typed wrong is doubted`() {
        for wrong in [[(4, 0.776), (11, 0.375), (12, 0.162)], [(4, 0.776), (5, 0.375), (12, 0.162)]] {
            #expect(FloorDoubt(lines(wrong)) != nil)
        }
    }

    @Test func `Storeys of a few rows are doubted`() throws {
        for wrong in [[(-9, 0.9), (200, 0.1)], [(4, 0.9), (5, 0.899999)]] {
            guard case .crowded = try #require(FloorDoubt(lines(wrong))) else {
                Issue.record("not called crowded")
                continue
            }
        }
    }
}
