import Testing
import VideoCore

@testable import Alarms

@Suite("Sketches of facades")
struct FacadeSketchTests {
    private static func frame() -> Frame {
        let picture = Picture(width: 320, height: 180)
        unsafe picture.luma.base.update(repeating: 100, count: 320 * 180)
        return picture.frame(
            mediaTime: 0, receivedAt: .now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0)
    }

    private static func level(_ floor: Int, _ y: Double) -> FacadeSketch.Level {
        .init(floor: floor, from: ImagePoint(x: 0.25, y: y), to: ImagePoint(x: 0.75, y: y))
    }

    private static func sketch(_ levels: [FacadeSketch.Level]) -> FacadeSketch {
        let corners = [(0.25, 0.1), (0.75, 0.1), (0.75, 0.9), (0.25, 0.9)].map { ImagePoint(x: $0.0, y: $0.1) }
        return FacadeSketch(facade: Polygon(corners), levels: levels, marks: [ImagePoint(x: 0.25, y: 0.9)])
    }

    /// The dots around the middle of the picture, `#` for white, in the rows from `top` on.
    private static func dots(_ frame: Frame, top: Int, rows: Int, left: Int, columns: Int) -> [String] {
        // A plane does not keep its picture alive.
        withExtendedLifetime(frame) {
            (top..<top + rows).map { y in
                String((left..<left + columns).map { frame.luma[$0, y] > 200 ? "#" : "." })
            }
        }
    }

    @Test("A floor's number stands on the middle of its line, in digits that can be read")
    func number() {
        let drawn = Self.sketch([Self.level(12, 0.5)]).drawn(on: Self.frame())
        // The line is at row 90; the field of 13 × 9 dots ends there and is centred on column 160.
        let dots = Self.dots(drawn, top: 82, rows: 7, left: 155, columns: 11)
        #expect(
            dots == [
                "..#....###.", ".##...#...#", "..#.......#", "..#......#.", "..#.....#..", "..#....#...", ".###..#####",
            ])
    }

    @Test("Lines, outline and marks are drawn, the rest and the original stay as they are")
    func strokes() {
        let original = Self.frame()
        let drawn = Self.sketch([Self.level(3, 0.5)]).drawn(on: original)
        withExtendedLifetime((original, drawn)) {
            #expect(drawn.luma[100, 90] == 235 && drawn.luma[100, 92] == 100)
            #expect(drawn.luma[80, 60] == 235 && drawn.luma[78, 60] == 16)
            #expect(drawn.luma[80, 164] == 235, "the mark")
            #expect(drawn.luma[20, 20] == 100)
            #expect((0..<180).allSatisfy { original.luma[100, $0] == 100 })
        }
    }

    @Test("Numbers that would cover each other are left out, lines are not")
    func crowded() {
        let levels = (3...40).map { Self.level($0, 0.9 - 0.01 * Double($0)) }
        let drawn = Self.sketch(levels).drawn(on: Self.frame())
        withExtendedLifetime(drawn) {
            for level in levels {
                #expect([16, 235].contains(drawn.luma[100, Int(level.from.y * 180)]))
            }
        }
    }

    @Test("Lines far outside the picture draw nothing and do no harm")
    func outside() {
        let far = FacadeSketch.Level(floor: 7, from: ImagePoint(x: -9, y: -3), to: ImagePoint(x: 12, y: -3))
        let drawn = FacadeSketch(facade: Polygon([]), levels: [far], marks: [ImagePoint(x: 7, y: 7)])
            .drawn(on: Self.frame())
        withExtendedLifetime(drawn) { #expect((20..<180).allSatisfy { drawn.luma[100, $0] == 100 }) }
    }
}
