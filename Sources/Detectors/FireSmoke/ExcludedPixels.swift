import VideoCore

/// The pixels of a network's input that lie in excluded parts of the picture; found once for a size of picture.
struct ExcludedPixels {
    private let polygons: [Polygon]
    private var runs: [Range<Int>] = []
    private var size: (width: Int, height: Int)?

    init(_ polygons: [Polygon]) { self.polygons = polygons }

    /// Prepares for the part `region` of pictures like `frame`, which lies at `place` in an input of `width` columns.
    mutating func fit(
        _ region: Region, of frame: Frame, place: (x: Int, y: Int, width: Int, height: Int), width: Int
    ) {
        if polygons.isEmpty || (size?.width == frame.width && size?.height == frame.height) { return }
        size = (frame.width, frame.height)
        runs = []
        for row in 0..<place.height {
            var start: Int?
            let first = (place.y + row) * width + place.x
            for column in 0...place.width {
                let point = ImagePoint(
                    x: region.x + (Double(column) + 0.5) / Double(place.width) * region.width,
                    y: region.y + (Double(row) + 0.5) / Double(place.height) * region.height)
                if column < place.width, polygons.contains(where: { $0.contains(point) }) {
                    start = start ?? column
                } else if let begun = start {
                    runs.append(first + begun..<first + column)
                    start = nil
                }
            }
        }
    }

    /// Paints them in `values`, three planes of `plane` values each.
    func fill(_ values: UnsafeMutableBufferPointer<Float>, plane: Int, with colour: Float) {
        for run in runs {
            for channel in 0..<3 {
                for index in run { unsafe values[channel * plane + index] = colour }
            }
        }
    }
}
