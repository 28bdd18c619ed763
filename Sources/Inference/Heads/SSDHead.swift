/// Reads outputs in the manner of SSD, decoded by the network itself: `boxes` 1 × n × 4 and `scores` 1 × n × (1 + classes).
///
/// Boxes are left, upper, right and lower edge as shares of the input; the first score is that of the background.
struct SSDHead: Hashable, Sendable {
    static let boxes = "boxes"
    static let scores = "scores"

    let width: Int
    let height: Int
    let classes: WatchedClasses

    /// Adds what `boxes` and `scores` hold.
    func decode(boxes: Span<Float>, scores: Span<Float>, into detections: inout [Detection]) {
        let (step, columns, rows) = (1 + classes.count, Float(width), Float(height))
        for box in 0..<min(boxes.count / 4, scores.count / step) {
            for watched in classes.watched {
                let confidence = scores[box * step + 1 + watched.label]
                guard confidence >= watched.least else { continue }
                let found = Detection(
                    label: watched.label, confidence: min(confidence, 1), left: boxes[box * 4] * columns,
                    top: boxes[box * 4 + 1] * rows, right: boxes[box * 4 + 2] * columns,
                    bottom: boxes[box * 4 + 3] * rows)
                if let found = found.clipped(width: width, height: height) { detections.append(found) }
            }
        }
    }
}
