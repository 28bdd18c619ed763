import SyntheticScenes
import Testing
import VideoCore

@Suite struct SensorNoiseTests {
    /// Luma of the first `count` pictures of a still scene.
    private func pictures(_ noise: SensorNoise, count: Int) -> [[UInt8]] {
        let renderer = SceneRenderer(quietScene(noise: noise))
        return (0..<count).map { Array(bytes(of: renderer.frame(at: $0)).prefix(320 * 180)) }
    }

    /// What noise alone does to the pixels of each picture.
    private func noise(_ noise: SensorNoise, count: Int) -> [[Double]] {
        let clean = pictures(SensorNoise(sigma: 0), count: 1)[0]
        return pictures(noise, count: count).map { picture in zip(picture, clean).map { Double($0) - Double($1) } }
    }

    @Test(arguments: [0.8, 1.5, 3, 6])
    func `The noise has the standard deviation asked for and no bias`(sigma: Double) {
        let values = noise(SensorNoise(sigma: sigma), count: 3).flatMap(\.self)
        let (mean, deviation) = moments(values)
        // Rounding to whole steps adds 1/12 to the variance.
        #expect(abs(deviation - (sigma * sigma + 1.0 / 12).squareRoot()) < 0.02 * sigma)
        #expect(abs(mean) < 0.02)
    }

    @Test func `Its tails are those of a normal distribution`() {
        let values = noise(SensorNoise(sigma: 4), count: 3).flatMap(\.self)
        // Whole steps: what is drawn as 13 or more was beyond 12.5 = 3.125 standard deviations, 0.178 % of a normal one.
        let beyond = Double(values.count { abs($0) >= 13 }) / Double(values.count)
        #expect(abs(beyond - 0.00178) < 0.0003)
        #expect(values.contains { abs($0) >= 17 })
    }

    @Test func `Neither pictures nor neighbours know of each other`() {
        let fields = noise(SensorNoise(sigma: 4), count: 2)
        let variance = 16.0
        func correlation(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / Double(a.count) / variance
        }
        let (first, second) = (fields[0][...], fields[1][...])
        #expect(abs(correlation(first, second)) < 0.02)
        #expect(abs(correlation(first.dropLast(), first.dropFirst())) < 0.02)
        #expect(abs(correlation(first.dropLast(320), first.dropFirst(320))) < 0.02)
    }

    @Test func `It can grow with brightness`() {
        let noise = SensorNoise(sigma: 1, sigmaPerStep: 0.02)
        #expect(noise.sigma(at: 100) == 3)
        let clean = pictures(SensorNoise(sigma: 0), count: 1)[0]
        let fields = self.noise(noise, count: 4)
        for range in [60...80, 140...150, 195...205] as [ClosedRange<UInt8>] {
            let places = clean.indices.filter { range.contains(clean[$0]) }
            let measured = moments(fields.flatMap { field in places.map { field[$0] } }).deviation
            let expected = moments(places.map { noise.sigma(at: Double(clean[$0])) }).mean
            #expect(places.count > 500)
            #expect(abs(measured / expected - 1) < 0.03)
        }
    }

    @Test func `Without noise a still scene stands still`() {
        let still = pictures(SensorNoise(sigma: 0), count: 3)
        #expect(still[0] == still[1] && still[1] == still[2])
    }
}
