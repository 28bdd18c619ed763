/// Reads the output of YOLOX as it is exported without its last step: 1 × cells × (4 + 1 + classes).
///
/// Of each cell: how far the centre lies from its corner, in strides; the logarithm of width and height, in strides; the
/// probability that there is something; that of each class. Source: Ge et al., YOLOX (arXiv 2107.08430).
struct YOLOXHead: Hashable, Sendable {
    static let usualStrides = [8, 16, 32]

    let cells: GridCells
    let classes: WatchedClasses

    init(width: Int, height: Int, strides: [Int] = usualStrides, classes: WatchedClasses) {
        cells = GridCells(width: width, height: height, strides: strides)
        self.classes = classes
    }

    /// Dimensions of the output.
    var shape: [Int] { [1, cells.count, 5 + classes.count] }

    /// Adds what `values`, of ``shape``, hold.
    func decode(_ values: Span<Float>, into detections: inout [Detection]) {
        let (step, least) = (5 + classes.count, classes.least)
        cells.forEach { cell, column, row, stride in
            let at = cell * step
            let something = values[at + 4]
            guard something >= least else { return }
            for watched in classes.watched {
                let confidence = something * values[at + 5 + watched.label]
                guard confidence >= watched.least else { continue }
                let x = (values[at] + Float(column)) * Float(stride), y = (values[at + 1] + Float(row)) * Float(stride)
                let width = values[at + 2].exponential * Float(stride)
                let height = values[at + 3].exponential * Float(stride)
                let found = Detection(
                    label: watched.label, confidence: min(confidence, 1), left: x - width / 2, top: y - height / 2,
                    right: x + width / 2, bottom: y + height / 2)
                if let found = found.clipped(width: cells.width, height: cells.height) { detections.append(found) }
            }
        }
    }
}
