import Testing
import VideoCore

@testable import SyntheticScenes

@Suite struct CanvasTests {
    /// Luma after `draw` on a grey picture of 20 × 10 pixels, minus the grey.
    private func drawn(_ draw: (borrowing Canvas) -> Void) -> [Int] {
        let picture = Picture(width: 20, height: 10)
        for place in 0..<200 { unsafe picture.luma.base[place] = 100 }
        let grey = picture.frame(
            mediaTime: 0, receivedAt: .now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0)
        let canvas = Canvas(
            background: grey, camera: testCamera(width: 20, height: 10), building: Building(floors: 3), exposure: 0,
            sigma: 1)
        draw(canvas)
        let frame = canvas.finished(mediaTime: 0, start: .now, index: 0)
        return bytes(of: frame).prefix(200).map { Int($0) - 100 }
    }

    @Test func `A rectangle covers its pixels, at its edges by their share`() {
        let change = drawn {
            $0.fill([SIMD2(2.5, 1), SIMD2(6, 1), SIMD2(6, 3.5), SIMD2(2.5, 3.5)], paint: .add(80))
        }
        #expect(Array(change[20..<28]) == [0, 0, 40, 80, 80, 80, 0, 0])
        #expect(Array(change[60..<68]) == [0, 0, 20, 40, 40, 40, 0, 0])
        #expect(change.reduce(0, +) == Int(3.5 * 2.5 * 80))
    }

    @Test func `A slanted shape keeps its area`() {
        let change = drawn { $0.fill([SIMD2(3, 1), SIMD2(17, 4), SIMD2(10, 9)], paint: .add(80)) }
        // Half the cross product of two sides: 45.5 pixels.
        #expect(abs(Double(change.reduce(0, +)) / 80 - 45.5) < 0.6)
    }

    @Test func `Shapes are cut off at the picture's edges`() {
        let change = drawn { $0.fill([SIMD2(-5, -5), SIMD2(50, -5), SIMD2(50, 50), SIMD2(-5, 50)], paint: .add(10)) }
        #expect(change.allSatisfy { $0 == 10 })
        #expect(drawn { $0.fill([SIMD2(30, 1), SIMD2(40, 1), SIMD2(40, 5)], paint: .add(10)) }.allSatisfy { $0 == 0 })
        #expect(drawn { $0.fill([] as [SIMD2<Double>], paint: .add(10)) }.allSatisfy { $0 == 0 })
    }

    @Test func `A thin streak is fainter, not thinner than a pixel`() {
        let thick = drawn { $0.streak(from: SIMD2(2, 5), to: SIMD2(12, 5), width: 2, paint: .add(80), opacity: 1) }
        let thin = drawn { $0.streak(from: SIMD2(2, 5), to: SIMD2(12, 5), width: 0.5, paint: .add(80), opacity: 1) }
        #expect(thick.reduce(0, +) == 10 * 2 * 80)
        #expect(thin.reduce(0, +) == 10 * 40)
        #expect(thin.max() == 20)
    }

    @Test func `An ellipse smaller than a pixel keeps its weight and its place`() throws {
        let ellipse = Sweep.Ellipse(centre: SIMD2(7.5, 4.5), halfAxes: SIMD2(repeating: 0.25))
        let sweep = try #require(Sweep(at: 0, exposure: 0) { _ in ellipse })
        let change = drawn { $0.draw(sweep, paint: .add(100)) }
        #expect(change[4 * 20 + 7] == change.max())
        #expect((18...30).contains(change.reduce(0, +)))
    }

    @Test func `A thing that was there for half the exposure is half as strong`() throws {
        let ellipse = Sweep.Ellipse(centre: SIMD2(7.5, 4.5), halfAxes: SIMD2(repeating: 2))
        let sweep = try #require(Sweep(at: 1, exposure: 0.02) { $0 >= 1 ? ellipse : nil })
        let change = drawn { $0.draw(sweep, paint: .add(100)) }
        #expect(change[4 * 20 + 7] == 50)
    }

    @Test func `Brightness is scaled and limited`() {
        #expect(drawn { $0.scaleBrightness(by: 1.5) }.allSatisfy { $0 == 50 })
        #expect(drawn { $0.scaleBrightness(by: 9) }.allSatisfy { $0 == 155 })
    }

    @Test func `Values stay within a byte`() {
        #expect(
            drawn { $0.fill([SIMD2(0, 0), SIMD2(20, 0), SIMD2(20, 10), SIMD2(0, 10)], paint: .add(900)) }[5] == 155)
        #expect(
            drawn { $0.fill([SIMD2(0, 0), SIMD2(20, 0), SIMD2(20, 10), SIMD2(0, 10)], paint: .add(-900)) }[5] == -100)
    }
}
