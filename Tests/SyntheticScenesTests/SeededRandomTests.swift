import SyntheticScenes
import Testing

@Suite struct SeededRandomTests {
    @Test func `A seed and a stream name one sequence`() {
        func first(_ seed: UInt64, _ stream: UInt64) -> [UInt64] {
            var random = SeededRandom(seed: seed, stream: stream)
            return (0..<4).map { _ in random.next() }
        }
        #expect(first(1, 0) == first(1, 0))
        #expect(Set([first(1, 0), first(2, 0), first(1, 1), first(0, 1)]).count == 4)
    }

    @Test func `Numbers fill the unit interval evenly`() {
        var random = SeededRandom(seed: 5)
        let values = (0..<40_000).map { _ in random.unit() }
        #expect(values.allSatisfy { (0..<1).contains($0) })
        let (mean, deviation) = moments(values)
        #expect(abs(mean - 0.5) < 0.01)
        #expect(abs(deviation - (1.0 / 12).squareRoot()) < 0.005)
    }

    @Test func `Deviates are normal`() {
        var random = SeededRandom(seed: 5)
        let values = (0..<40_000).map { _ in random.deviate() }
        let (mean, deviation) = moments(values)
        #expect(abs(mean) < 0.02)
        #expect(abs(deviation - 1) < 0.02)
        let kurtosis = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(values.count)
        #expect(abs(kurtosis - 3) < 0.15)
    }

    @Test func `Numbers stay in their range`() {
        var random = SeededRandom(seed: 6)
        let values = (0..<1000).map { _ in random.number(in: -3...5) }
        #expect(values.allSatisfy { (-3...5).contains($0) })
        #expect((values.min() ?? 0) < -2.8 && (values.max() ?? 0) > 4.8)
    }
}
