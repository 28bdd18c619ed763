internal import CVision

/// Contrast and sharpness of the blocks of a reduced picture.
struct BlockContrast: Sendable {
    /// A block whose places differ by less is flat, in grey levels, where there is no noise ...
    private static let flat = 8.0
    /// ... of which 256 places span six deviations; what has more than two is no calm sensor's.
    private static let (noiseSpan, mostNoise) = (6.0, 2.0)

    private var ranges: [UInt8]
    private var slopes: [UInt8]
    private var counts = [Int](repeating: 0, count: 256)
    private var shares = [Int](repeating: 0, count: 256)

    init(columns: Int, rows: Int) {
        let side = Int(CVISION_QUALITY_BLOCK)
        ranges = Array(repeating: 0, count: max((columns - 1) / side, 0) * (rows / side))
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
        var flat = 0
        for range in ranges {
            counts[Int(range)] += 1
            if Double(range) * scale < limit { flat += 1 }
        }
        measures.flatShare = Double(flat) / Double(ranges.count)
        let most = Self.rank(counts, below: ranges.count - max(ranges.count / 10, 1))
        measures.blockRange = Double(most) * scale
        measures.acutance = acutance(from: most)
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
