import Testing
import VideoCore
import Vision

@testable import Inference

/// A frame of grey of this size.
func grey(_ width: Int, _ height: Int) -> Frame {
    Picture(width: width, height: height).frame(
        mediaTime: 0, receivedAt: .now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0)
}

private func box(
    _ label: Int, _ confidence: Float, _ left: Float, _ top: Float, _ right: Float, _ bottom: Float
) -> Detection {
    Detection(label: label, confidence: confidence, left: left, top: top, right: right, bottom: bottom)
}

@Suite("Detections")
struct DetectionTests {
    @Test(
        "Overlap is what both cover as a share of what either covers",
        arguments: [
            (box(0, 1, 0, 0, 10, 10), 1), (box(0, 1, 5, 0, 15, 10), 1 / 3), (box(0, 1, 0, 0, 10, 5), 0.5),
            (box(0, 1, 10, 0, 20, 10), 0), (box(0, 1, 30, 30, 40, 40), 0),
        ] as [(Detection, Float)])
    func overlap(other: Detection, expected: Float) {
        let one = box(0, 1, 0, 0, 10, 10)
        #expect(abs(one.overlap(with: other) - expected) < 1e-6)
        #expect(one.overlap(with: other) == other.overlap(with: one))
    }

    @Test("Of boxes of one class that overlap, the likeliest stays; another class is another thing")
    func suppression() {
        var found = [
            box(0, 0.6, 1, 0, 11, 10), box(0, 0.9, 0, 0, 10, 10), box(1, 0.7, 0, 0, 10, 10),
            box(0, 0.5, 30, 0, 40, 10), box(0, 0.4, 8, 0, 18, 10),
        ]
        found.suppressRepeats(overlap: 0.45)
        #expect(
            found == [
                box(0, 0.9, 0, 0, 10, 10), box(1, 0.7, 0, 0, 10, 10), box(0, 0.5, 30, 0, 40, 10),
                box(0, 0.4, 8, 0, 18, 10),
            ])
        found.suppressRepeats(overlap: 0.05)
        #expect(found.map(\.confidence) == [0.9, 0.7, 0.5])
    }

    @Test("The answer does not depend on the order, nor on chance among equals")
    func order() {
        let boxes = (0..<40).map { (i: Int) -> Detection in
            let left = Float(3 * i % 50)
            return box(i % 2, 0.5, left, Float(i % 5), left + 10, 12)
        }
        var (one, other) = (boxes, Array(boxes.reversed()))
        one.suppressRepeats(overlap: 0.4)
        other.suppressRepeats(overlap: 0.4)
        #expect(one == other)
        #expect(one.count < boxes.count)
    }

    @Test("None stays none, and of thousands the likeliest are compared")
    func extremes() {
        var none: [Detection] = []
        none.suppressRepeats(overlap: 0.5)
        #expect(none.isEmpty)
        var many = (0..<4000).map { (i: Int) -> Detection in
            let left = Float(20 * i)
            return box(0, Float(i) / 4000, left, 0, left + 10, 10)
        }
        many.suppressRepeats(overlap: 0.5)
        #expect(many.count == [Detection].mostCompared)
        #expect(many.first?.confidence == 3999.0 / 4000)
    }

    @Test("A box is cut at the input's edge; beside it, inside out or no number is none")
    func clipped() {
        #expect(box(0, 1, -5, -5, 5, 50).clipped(width: 40, height: 30) == box(0, 1, 0, 0, 5, 30))
        #expect(box(0, 1, 0, 0, .infinity, 5).clipped(width: 40, height: 30) == box(0, 1, 0, 0, 40, 5))
        for edges in [(41, 0, 50, 9), (5, 5, 3, 9), (0, .nan, 5, 5), (0, 0, .nan, 5)] as [(Float, Float, Float, Float)]
        {
            #expect(box(0, 1, edges.0, edges.1, edges.2, edges.3).clipped(width: 40, height: 30) == nil)
        }
    }

    @Test(
        "A box in the input is where it is in the picture, also in a part of it",
        arguments: [
            Region(x: 0, y: 0, width: 1, height: 1), Region(x: 0.25, y: 0.5, width: 0.5, height: 0.5),
            Region(x: 0.5, y: -0.5, width: 1, height: 2),
        ])
    func region(shown: Region) {
        let (frame, input) = (grey(640, 360), NetworkInput(width: 320, height: 320))
        let place = input.place(of: shown, in: frame)
        let whole = box(
            0, 1, Float(place.x), Float(place.y), Float(place.x + place.width), Float(place.y + place.height))
        let found = whole.regionInImage(of: shown, in: frame, shownAs: input)
        let (right, bottom) = (min(shown.x + shown.width, 1), min(shown.y + shown.height, 1))
        #expect(abs(found.x - max(shown.x, 0)) < 1e-6 && abs(found.y - max(shown.y, 0)) < 1e-6)
        #expect(abs(found.x + found.width - right) < 1e-6 && abs(found.y + found.height - bottom) < 1e-6)
        let everything = box(0, 1, 0, 0, 320, 320).regionInImage(of: shown, in: frame, shownAs: input)
        #expect(everything == found, "what lies beside the picture is cut off")
        let quarter = box(
            0, 1, Float(place.x), Float(place.y), Float(place.x) + Float(place.width) / 2,
            Float(place.y) + Float(place.height) / 2
        ).regionInImage(of: shown, in: frame, shownAs: input)
        #expect(abs(quarter.width - found.width / 2) < 1e-6 && abs(quarter.height - found.height / 2) < 1e-6)
    }
}
