import Testing

@testable import Inference

@Suite("What the numbers of detectors mean")
struct HeadTests {
    private let classes = WatchedClasses(["person", "e-bike", "dog"], thresholds: ["e-bike": 0.3, "dog": 0.6])

    /// A tensor of `rows` × `columns` of zeros, but for the rows given.
    private func tensor(_ rows: Int, _ columns: Int, _ given: [Int: [Float]]) -> [Float] {
        var values = [Float](repeating: 0, count: rows * columns)
        for (row, what) in given { values.replaceSubrange(row * columns..<row * columns + what.count, with: what) }
        return values
    }

    private func near(_ found: Detection, _ expected: Detection) -> Bool {
        let pairs = [
            (found.confidence, expected.confidence), (found.left, expected.left), (found.top, expected.top),
            (found.right, expected.right), (found.bottom, expected.bottom),
        ]
        return found.label == expected.label && pairs.allSatisfy { abs($0 - $1) < 1e-3 }
    }

    @Test("Grids follow each other row by row", arguments: [(416, 416, 3549), (320, 192, 1260), (64, 32, 42)])
    func grids(width: Int, height: Int, count: Int) {
        let cells = GridCells(width: width, height: height, strides: YOLOXHead.usualStrides)
        var seen: [(Int, Int, Int, Int)] = []
        cells.forEach { seen.append(($0, $1, $2, $3)) }
        #expect(cells.count == count && seen.map(\.0) == Array(0..<count))
        let second = width / 8 * height / 8
        #expect(seen[width / 8] == (width / 8, 0, 1, 8))
        #expect(seen[second + 1] == (second + 1, 1, 0, 16))
    }

    @Test("An input that the stride does not divide has a cell for what is left")
    func partialCells() {
        #expect(GridCells(width: 300, height: 300, strides: [64]).count == 25)
        #expect(NanoDetHead(width: 320, height: 320, classes: classes).cells.count == 2125)
    }

    @Test("YOLOX: offsets and logarithms of sizes are in strides, and probabilities are multiplied")
    func yolox() {
        let head = YOLOXHead(width: 64, height: 32, classes: classes)
        #expect(head.shape == [1, 42, 8])
        let values = tensor(
            42, 8,
            [
                // Column 2 of row 1 of the first grid: centre 8·(2 + 0.5), 8·(1 + 0.25), two strides wide, one high.
                10: [0.5, 0.25, 0.693_147_2, 0, 0.9, 0.1, 0.8, 0.2],
                // Column 1 of row 0 of the last grid: below the threshold of every class.
                41: [0, 0, 0, 0, 0.9, 0.9, 0.3, 0.6],
                // Column 3 of row 0 of the second: two classes.
                35: [0, 0.5, 0, 0, 1, 1, 0.5, 0.7],
            ])
        var found: [Detection] = []
        head.decode(values.span, into: &found)
        let expected = [
            Detection(label: 1, confidence: 0.72, left: 12, top: 6, right: 28, bottom: 14),
            Detection(label: 1, confidence: 0.5, left: 40, top: 0, right: 56, bottom: 16),
            Detection(label: 2, confidence: 0.7, left: 40, top: 0, right: 56, bottom: 16),
        ]
        #expect(found.count == expected.count && zip(found, expected).allSatisfy(near))
    }

    @Test("NanoDet: an edge lies at the mean of its distribution, in strides")
    func nanoDet() {
        let head = NanoDetHead(width: 64, height: 32, classes: classes)
        // 8 × 4, 4 × 2, 2 × 1 and 1 × 1 cells.
        #expect(head.shape == [1, 43, 35])
        func side(_ bins: [Int: Float]) -> [Float] { (0..<8).map { bins[$0] ?? -1000 } }
        let sides = side([1: 50]) + side([0: 3, 1: 3]) + side([2: 1000]) + side([1: 0, 3: 0])
        let values = tensor(43, 35, [8 + 3: [0.9, 0.35, 0.5] + sides, 42: [1, 0.29, 0.59] + sides])
        var found: [Detection] = []
        head.decode(values.span, into: &found)
        // Column 3 of row 1: 24, 8.
        let expected = Detection(label: 1, confidence: 0.35, left: 16, top: 4, right: 40, bottom: 24)
        #expect(found.count == 1 && found.allSatisfy { near($0, expected) })
    }

    @Test("SSD: boxes are shares of the input, and the first score is the background's")
    func ssd() {
        let head = SSDHead(width: 300, height: 200, classes: classes)
        let boxes: [Float] = [0.1, 0.2, 0.5, 0.6, 0, 0, 1, 1, 0.5, 0.5, 0.4, 0.6]
        let scores: [Float] = [0.1, 0, 0.8, 0.1, 0.9, 0.9, 0.1, 0.1, 0, 0, 0.9, 0.9]
        var found: [Detection] = []
        head.decode(boxes: boxes.span, scores: scores.span, into: &found)
        let expected = Detection(label: 1, confidence: 0.8, left: 30, top: 40, right: 150, bottom: 120)
        #expect(found.count == 1 && found.allSatisfy { near($0, expected) })
    }

    @Test("What is no number is nothing", arguments: [Float.nan, .infinity, -.infinity, 1e30])
    func noNumbers(value: Float) {
        var found: [Detection] = []
        let yolox = YOLOXHead(width: 64, height: 32, classes: classes)
        yolox.decode([Float](repeating: value, count: 42 * 8).span, into: &found)
        let nanoDet = NanoDetHead(width: 64, height: 32, classes: classes)
        nanoDet.decode([Float](repeating: value, count: 43 * 35).span, into: &found)
        SSDHead(width: 300, height: 200, classes: classes).decode(
            boxes: [value, value, value, value].span, scores: [value, value, value, value].span, into: &found)
        for detection in found {
            #expect((0...64).contains(detection.right) && detection.confidence <= 1 && detection.area > 0)
        }
    }

    @Test("Without a threshold nothing is looked for")
    func nothingWatched() {
        let head = YOLOXHead(width: 64, height: 32, classes: WatchedClasses(["dog"], thresholds: [:]))
        var found: [Detection] = []
        head.decode([Float](repeating: 1, count: 42 * 6).span, into: &found)
        #expect(found.isEmpty)
    }
}
