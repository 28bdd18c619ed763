/// What the histogram of a picture tells.
struct LevelCounts: Sendable {
    private var mean = 0.0
    private var deviation = 0.0
    private var low = 0.0
    private var high = 0.0
    private var commonest = 0.0

    /// Takes the counts of 256 values, of which `black` is black and a step is `scale` levels.
    mutating func take(_ counts: [UInt32], black: Double, scale: Double) {
        var (total, sum, squares, most) = (0.0, 0.0, 0.0, 0.0)
        for value in counts.indices {
            let (count, level) = (Double(counts[value]), (Double(value) - black) * scale)
            total += count
            sum += count * level
            squares += count * level * level
            let around = Double(counts[max(value - 1, 0)]) + count + Double(counts[min(value + 1, counts.count - 1)])
            most = max(most, around)
        }
        total = max(total, 1)
        mean = sum / total
        deviation = max(squares / total - mean * mean, 0).squareRoot()
        commonest = min(most / total, 1)
        low = (Double(Self.value(of: counts, below: total / 100)) - black) * scale
        high = (Double(Self.value(of: counts, below: total * 0.99)) - black) * scale
    }

    func write(into measures: inout PictureMeasures) {
        (measures.mean, measures.deviation, measures.commonest) = (mean, deviation, commonest)
        (measures.darkest, measures.brightest) = (low, high)
    }

    /// The least value with which `count` places are reached.
    private static func value(of counts: [UInt32], below count: Double) -> Int {
        var seen = 0.0
        for value in counts.indices {
            seen += Double(counts[value])
            if seen >= count { return value }
        }
        return counts.count - 1
    }
}
