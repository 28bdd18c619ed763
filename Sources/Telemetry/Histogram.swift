import Synchronization

/// How often a size was observed, by buckets with fixed bounds. Observing takes no lock.
public final class Histogram: Sendable {
    /// Upper bounds of the buckets, growing; a value on a bound belongs below it. One more bucket takes what is larger.
    public let bounds: [Double]
    private let counts: [Counter]
    private let sumBits = Atomic<UInt64>(0)

    /// A histogram without observations. Bounds that are no numbers are left out, the others put in order.
    public init(bounds: [Double]) {
        self.bounds = Set(bounds.filter(\.isFinite)).sorted()
        counts = (0...self.bounds.count).map { _ in Counter() }
    }

    /// Counts `value`. What is not a number is ignored.
    public func observe(_ value: Double) {
        guard !value.isNaN else { return }
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count].add()
        var before = sumBits.load(ordering: .relaxed)
        while true {
            let after = (Double(bitPattern: before) + value).bitPattern
            let (exchanged, current) = sumBits.weakCompareExchange(
                expected: before, desired: after, ordering: .relaxed)
            if exchanged { return }
            before = current
        }
    }

    /// Observations so far in each bucket alone, the one for what is larger than every bound last.
    public var bucketCounts: [Int] { counts.map(\.value) }

    /// Observations so far.
    public var count: Int { bucketCounts.reduce(0, +) }

    /// The sum of everything observed, in the unit of the values.
    public var sum: Double { Double(bitPattern: sumBits.load(ordering: .relaxed)) }
}
