import VideoCore
import Vision

/// The cells of the network's map, and where they lie in the picture.
struct CellGrid {
    let columns: Int
    let rows: Int
    let input: NetworkInput
    /// Where the shown part lies in the input.
    let place: (x: Int, y: Int, width: Int, height: Int)
    /// The part of the picture that is shown.
    let shows: Region

    /// The values of class number `label`.
    func range(of label: Int) -> Range<Int> { label * columns * rows..<(label + 1) * columns * rows }

    /// Cells that are at least half as likely as the likeliest, and not next to nothing, say where it is.
    func reading(score: Double, _ cells: UnsafeBufferPointer<Float>) -> HazardReading {
        var peak: Float = 0
        forEachShown { index, _, _ in unsafe peak = max(peak, cells[index]) }
        let least = max(peak / 2, Self.least)
        var (left, top, right, bottom, hot) = (columns, rows, -1, -1, 0)
        forEachShown { index, column, row in
            guard unsafe cells[index] >= least else { return }
            hot += 1
            (left, right) = (min(left, column), max(right, column))
            (top, bottom) = (min(top, row), max(bottom, row))
        }
        guard hot > 0 else { return HazardReading(score: score) }
        let (from, to) = (point(left, top), point(right + 1, bottom + 1))
        let cell = (point(1, 1).x - point(0, 0).x) * (point(1, 1).y - point(0, 0).y)
        return HazardReading(
            score: score, region: Region(x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y),
            area: min(Double(hot) * cell, 1))
    }

    /// Less likely cells never say where something is.
    private static let least: Float = 0.1

    private func forEachShown(_ body: (_ index: Int, _ column: Int, _ row: Int) -> Void) {
        let (width, height) = (input.width / columns, input.height / rows)
        for row in place.y / height..<min((place.y + place.height + height - 1) / height, rows) {
            for column in place.x / width..<min((place.x + place.width + width - 1) / width, columns) {
                body(row * columns + column, column, row)
            }
        }
    }

    /// Where the corner of a cell lies in the picture, unclamped inside the shown part.
    private func point(_ column: Int, _ row: Int) -> ImagePoint {
        func share(_ cell: Int, _ size: Int, _ start: Int, _ length: Int) -> Double {
            min(max((Double(cell * size) - Double(start)) / Double(length), 0), 1)
        }
        return ImagePoint(
            x: shows.x + share(column, input.width / columns, place.x, place.width) * shows.width,
            y: shows.y + share(row, input.height / rows, place.y, place.height) * shows.height)
    }
}
