internal import CVision

/// Contrast and sharpness of the blocks of a reduced picture.
struct BlockContrast: Sendable {
    /// A block whose places differ by less is flat, in grey levels, where there is no noise ...
    private static let flat = 12.0
    /// ... of which 256 places span six deviations; what has more than two is no calm sensor's.
    private static let (noiseSpan, mostNoise) = (6.0, 2.0)

    private var ranges: [UInt8]
    private var slopes: [UInt8]
    private let across: Int
    /// Blocks that are not flat, in each column and row of blocks.
    private var inColumns: [Int]
    private var inRows: [Int]
    private var counts = [Int](repeating: 0, count: 256)
    private var shares = [Int](repeating: 0, count: 256)

    init(columns: Int, rows: Int) {
        let side = Int(CVISION_QUALITY_BLOCK)
        across = max((columns - 1) / side, 0)
        inColumns = Array(repeating: 0, count: across)
        inRows = Array(repeating: 0, count: rows / side)
        ranges = Array(repeating: 0, count: inColumns.count * inRows.count)
        slopes = ranges
    }

    /// Measures `picture`, of which a step is `scale` levels and `grain` the deviation of its noise, in levels.
    mutating func measure(
        _ picture: ReducedPicture, grain: Double, scale: Double, into measures: inout PictureMeasures
    ) {
        guard !ranges.isEmpty else { return }
        let limit = Self.flat + Self.noiseSpan * min(grain, Self.mostNoise)
        unsafe picture.means.withUnsafeBufferPointer { means in
            unsafe ranges.withUnsafeMutableBufferPointer { ranges in
                unsafe slopes.withUnsafeMutableBufferPointer { slopes in
                    unsafe cvision_blocks(
                        means.baseAddress!, Int32(picture.columns), Int32(picture.rows), ranges.baseAddress!,
                        slopes.baseAddress!)
                }
            }
        }
        for i in counts.indices { (counts[i], shares[i]) = (0, 0) }
        let flat = countFlat(below: Int((limit / scale).rounded(.up)))
        measures.flatShare = Double(flat) / Double(ranges.count)
        measures.detailSpread = Self.extent(inColumns) * Self.extent(inRows)
        let most = Self.rank(counts, below: ranges.count - max(ranges.count / 10, 1))
        measures.blockRange = Double(most) * scale
        measures.acutance = acutance(from: most)
    }

    /// Counts the ranges, and those below `limit`; notes where the others lie.
    private mutating func countFlat(below limit: Int) -> Int {
        for i in inColumns.indices { inColumns[i] = 0 }
        for i in inRows.indices { inRows[i] = 0 }
        var flat = 0
        for i in ranges.indices {
            counts[Int(ranges[i])] += 1
            if Int(ranges[i]) < limit {
                flat += 1
            } else {
                inColumns[i % across] += 1
                inRows[i / across] += 1
            }
        }
        return flat
    }

    /// Share of the places among which all but a tenth at either end lie.
    private static func extent(_ counts: [Int]) -> Double {
        var total = 0
        for count in counts { total += count }
        guard total > 0 else { return 0 }
        let first = rank(counts, below: total / 10)
        let last = rank(counts, below: total - 1 - total / 10)
        return Double(last - first + 1) / Double(counts.count)
    }

    /// Median of steepest step ÷ range, of the blocks with a range of `limit` and more.
    private mutating func acutance(from limit: Int) -> Double {
        var count = 0
        for i in ranges.indices where Int(ranges[i]) >= max(limit, 1) {
            // The steepest step may be that to the block beside it.
            shares[min(Int(slopes[i]) * 255 / Int(ranges[i]), 255)] += 1
            count += 1
        }
        return count == 0 ? 0 : Double(Self.rank(shares, below: count / 2)) / 255
    }

    /// The value that the one with number `place`, in order of size, has.
    private static func rank(_ counts: [Int], below place: Int) -> Int {
        var seen = 0
        for value in counts.indices {
            seen += counts[value]
            if seen > place { return value }
        }
        return counts.count - 1
    }
}
