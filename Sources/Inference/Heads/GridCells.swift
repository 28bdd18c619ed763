/// The cells of a detector's grids, in the order of its output: grid by grid, row by row.
struct GridCells: Hashable, Sendable {
    /// Columns of the network's input.
    let width: Int
    /// Rows of the network's input.
    let height: Int
    /// Pixels from one cell to the next, one for each grid.
    let strides: [Int]

    /// Cells in all grids. A stride that does not divide the input leaves a cell in part.
    var count: Int { strides.reduce(0) { $0 + columns($1) * rows($1) } }

    private func columns(_ stride: Int) -> Int { (width + stride - 1) / stride }
    private func rows(_ stride: Int) -> Int { (height + stride - 1) / stride }

    /// Calls `body` with number, column, row and stride of every cell.
    func forEach(_ body: (_ cell: Int, _ column: Int, _ row: Int, _ stride: Int) -> Void) {
        var cell = 0
        for stride in strides {
            for row in 0..<rows(stride) {
                for column in 0..<columns(stride) {
                    body(cell, column, row, stride)
                    cell += 1
                }
            }
        }
    }
}

/// Classes that are looked for, with the probability from which they count.
struct WatchedClasses: Hashable, Sendable {
    /// Classes of the network.
    let count: Int
    /// Those with a threshold: numbers in the network's order.
    let watched: [Threshold]

    struct Threshold: Hashable, Sendable {
        let label: Int
        let least: Float
    }

    init(_ names: [String], thresholds: [String: Double]) {
        count = names.count
        watched = names.indices.compactMap { label in
            thresholds[names[label]].map { Threshold(label: label, least: Float($0)) }
        }
    }

    /// The least of all thresholds: what is less likely than that is nothing.
    var least: Float { watched.map(\.least).min() ?? .infinity }
}
