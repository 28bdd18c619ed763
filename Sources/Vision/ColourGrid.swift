internal import CVision
internal import VideoCore

/// The colours of a picture, as means of some 40 × 22 places.
struct ColourGrid: Sendable {
    private static let columnsWanted = 40

    private let factor: Int
    private let columns: Int
    private let rows: Int
    private var blue: [UInt8]
    private var red: [UInt8]
    private var projections: [Int] = []

    /// A grid for colour planes of `width` × `height` samples.
    init(width: Int, height: Int) {
        factor = min(max(width / Self.columnsWanted, 1), 255)
        (columns, rows) = (width / factor, height / factor)
        blue = Array(repeating: 128, count: columns * rows)
        red = blue
        projections = Array(repeating: 0, count: 512)
    }

    mutating func measure(_ frame: Frame, into measures: inout PictureMeasures) {
        guard columns > 0, rows > 0 else { return }
        Self.average(frame.chromaU, columns, rows, factor, &blue)
        Self.average(frame.chromaV, columns, rows, factor, &red)
        var (blueSum, redSum) = (0, 0)
        for i in blue.indices {
            blueSum += Int(blue[i])
            redSum += Int(red[i])
        }
        measures.blue = Double(blueSum) / Double(blue.count) - 128
        measures.red = Double(redSum) / Double(red.count) - 128
        measures.leastCast = leastCast(blue: measures.blue, red: measures.red, length: measures.cast)
    }

    /// Colour in the direction of the mean, below which one place in ten lies.
    private mutating func leastCast(blue meanBlue: Double, red meanRed: Double, length: Double) -> Double {
        guard length > 0.5 else { return 0 }
        for i in projections.indices { projections[i] = 0 }
        for i in blue.indices {
            let along = (Double(blue[i]) - 128) * meanBlue + (Double(red[i]) - 128) * meanRed
            projections[min(max(Int(along / length) + 256, 0), 511)] += 1
        }
        var seen = 0
        for value in projections.indices {
            seen += projections[value]
            if seen * 10 > blue.count { return Double(value - 256) }
        }
        return 0
    }

    private static func average(_ plane: Plane, _ columns: Int, _ rows: Int, _ factor: Int, _ means: inout [UInt8]) {
        guard plane.width >= columns * factor, plane.height >= rows * factor else { return }
        unsafe means.withUnsafeMutableBufferPointer {
            unsafe cvision_reduce(plane.forKernel, Int32(columns), Int32(rows), Int32(factor), $0.baseAddress!)
        }
    }
}
