internal import CVision
public import VideoCore

/// A thumbnail of a picture and what it tells at a glance: brightness, contrast, edges. Its buffers are made once.
public struct ViewSketch: Sendable {
    /// Columns of a thumbnail, at most: 12 pixels of a 1080p picture each, so that noise averages out.
    public static let mostColumns = 160

    /// The edges of the picture last drawn.
    public private(set) var edges: EdgeMap
    /// Mean brightness, in grey levels.
    public private(set) var mean = 0.0
    /// Standard deviation of the thumbnail, in grey levels.
    public private(set) var deviation = 0.0
    /// Mean length of the gradient, in grey levels over two places.
    public private(set) var strength = 0.0
    private let factor: Int
    private var means: [UInt8]

    /// A sketch of pictures of `width` × `height` pixels.
    public init(width: Int, height: Int) {
        let usual = max((width + Self.mostColumns - 1) / Self.mostColumns, 1)
        factor = min(usual, max(min(width, height) / 4, 1), 255)
        edges = EdgeMap(columns: max(width / factor, 1), rows: max(height / factor, 1))
        means = Array(repeating: 0, count: edges.columns * edges.rows)
    }

    /// Sketches `plane`, which must have the sketch's size.
    public mutating func draw(_ plane: Plane) {
        guard plane.width / factor >= edges.columns, plane.height / factor >= edges.rows, edges.columns > 2 else {
            return
        }
        let (columns, rows) = (Int32(edges.columns), Int32(edges.rows))
        unsafe means.withUnsafeMutableBufferPointer { means in
            unsafe cvision_box_average(plane.forKernel, columns, rows, Int32(factor), means.baseAddress!)
            strength = unsafe edges.vectors.withUnsafeMutableBufferPointer { vectors in
                Double(
                    unsafe cvision_edges(
                        means.baseAddress!, columns, rows, vectors.baseAddress!,
                        vectors.baseAddress! + Int(columns * rows)))
            }
        }
        measure()
    }

    private mutating func measure() {
        var (sum, squares) = (0, 0)
        for value in means {
            sum += Int(value)
            squares += Int(value) * Int(value)
        }
        let count = Double(means.count)
        mean = Double(sum) / count
        deviation = max(Double(squares) / count - mean * mean, 0).squareRoot()
    }
}
