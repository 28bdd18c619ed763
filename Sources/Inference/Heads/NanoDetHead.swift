/// Reads the output of NanoDet-Plus: 1 × cells × (classes + 4 × bins).
///
/// Of each cell: the probability of each class; then for left, upper, right and lower edge how likely each distance from
/// the cell's corner is, 0 to `bins` − 1 strides, as logits. The edge lies at the mean of that distribution.
/// Source: Li et al., Generalized Focal Loss (arXiv 2006.04388).
struct NanoDetHead: Hashable, Sendable {
    static let strides = [8, 16, 32, 64]
    /// Distances of 0 to 7 strides.
    static let bins = 8

    let cells: GridCells
    let classes: WatchedClasses

    init(width: Int, height: Int, classes: WatchedClasses) {
        cells = GridCells(width: width, height: height, strides: Self.strides)
        self.classes = classes
    }

    /// Dimensions of the output.
    var shape: [Int] { [1, cells.count, classes.count + 4 * Self.bins] }

    /// Adds what `values`, of ``shape``, hold.
    func decode(_ values: Span<Float>, into detections: inout [Detection]) {
        let step = classes.count + 4 * Self.bins
        cells.forEach { cell, column, row, stride in
            for watched in classes.watched {
                let confidence = values[cell * step + watched.label]
                guard confidence >= watched.least else { continue }
                func distance(_ side: Int) -> Float {
                    Self.mean(values, at: cell * step + classes.count + side * Self.bins) * Float(stride)
                }
                let (x, y) = (Float(column * stride), Float(row * stride))
                let found = Detection(
                    label: watched.label, confidence: min(confidence, 1), left: x - distance(0), top: y - distance(1),
                    right: x + distance(2), bottom: y + distance(3))
                if let found = found.clipped(width: cells.width, height: cells.height) { detections.append(found) }
            }
        }
    }

    /// Mean distance, in strides, of the distribution whose logits begin at `start`.
    private static func mean(_ values: Span<Float>, at start: Int) -> Float {
        // The greatest is taken away first: no exponential then overflows.
        var greatest = values[start]
        for bin in 1..<bins { greatest = max(greatest, values[start + bin]) }
        var (sum, moment): (Float, Float) = (0, 0)
        for bin in 0..<bins {
            let weight = (values[start + bin] - greatest).exponential
            sum += weight
            moment += weight * Float(bin)
        }
        return moment / sum
    }
}
