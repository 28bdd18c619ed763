/// How many pictures have come in a second, of late. Pure: takes the time, in seconds on a clock that is never put back.
struct FrameRate: Hashable, Sendable {
    /// Seconds that are looked at.
    static let window = 10.0

    private struct Sample: Hashable, Sendable {
        let count: Int
        let at: Double
    }

    private var samples: [Sample] = []

    /// Takes in that `count` pictures have come up to `now`. A camera that was begun anew counts from 0 again.
    mutating func note(_ count: Int, at now: Double) {
        if let last = samples.last, count < last.count || now <= last.at { samples = [] }
        samples.append(Sample(count: count, at: now))
        while samples.count > 2, let first = samples.first, now - first.at > Self.window { samples.removeFirst() }
    }

    /// Pictures in a second, to a tenth; nil where that is not known yet.
    var perSecond: Double? {
        guard let first = samples.first, let last = samples.last, last.at > first.at else { return nil }
        return (10 * Double(last.count - first.count) / (last.at - first.at)).rounded() / 10
    }
}
