import Foundation
import Testing

@testable import Detectors

/// The law of falling, and the fit that recovers it.
struct FreeFallTests {
    @Test func `Without drag a fall from rest takes half g t squared`() {
        let law = FallLaw(speed: 0, terminal: .infinity)
        #expect(abs(law.drop(at: 2) - 19.6133) < 1e-9)
        #expect(abs(law.speed(at: 2) - 19.6133) < 1e-9)
    }

    @Test func `With drag the speed tends to the terminal speed and the drop is its integral`() {
        let law = FallLaw(speed: 1, terminal: 12)
        #expect(abs(law.speed(at: 10) - 12) < 0.01)
        var sum = 0.0
        for i in 0..<3000 { sum += law.speed(at: (Double(i) + 0.5) / 1000) / 1000 }
        #expect(abs(law.drop(at: 3) - sum) < 1e-4)
    }

    @Test(arguments: [0, 1, 3, 6, 10], [-0.02, -0.008, 0])
    func `The fit recovers speed and drop of a fall in perspective`(speed: Double, c: Double) throws {
        let seconds = 1.3
        let samples = FallSamples.fall(
            speed: speed, seconds: seconds, view: .init(y0: 40, b: 30, c: c), sigma: 0.2, seed: UInt64(speed) + 3)
        let fit = try #require(FallFitter(scale: .pixels).fit(samples))
        let drop = FallLaw(speed: speed, terminal: .infinity).drop(at: seconds)
        // Speed and foreshortening trade against each other, the more the less speed is gained.
        #expect(abs(fit.drop - drop) < 0.3 * drop)
        #expect(fit.leastDrop <= fit.drop)
        #expect(fit.chiSquare / Double(samples.count) < 1.5)
    }

    @Test(arguments: [(0.0, 14.0), (2.0, 9.0), (0.0, Double.infinity), (4.0, 25.0)])
    func `Where metres are known the drop is exact`(speed: Double, terminal: Double) throws {
        let samples = FallSamples.fall(
            speed: speed, terminal: terminal, seconds: 1.5, view: .init(y0: -30, b: 1, c: 0), sigma: 0.03
        ).map { FallSample(t: $0.t, y: $0.y, sigma: 0.03) }
        let fit = try #require(FallFitter(scale: .metres).fit(samples))
        let drop = FallLaw(speed: speed, terminal: terminal).drop(at: 1.5)
        #expect(abs(fit.drop - drop) < 0.12 * drop)
        #expect(abs(fit.law.speed - speed) < 1.2)
        #expect(abs(fit.y0 + 30) < 0.2)
    }

    @Test func `Nothing that rises fits`() {
        let samples = FallSamples.heights(seconds: 1) { 300 - 100 * $0 }
        #expect(FallFitter(scale: .pixels).fit(samples) == nil)
    }

    @Test func `Too few samples fit nothing`() {
        let samples = Array(FallSamples.fall(speed: 0, seconds: 1).prefix(4))
        #expect(FallFitter(scale: .pixels).fit(samples) == nil)
    }

    @Test func `The scale in the picture grows as the thing comes nearer`() throws {
        let view = FallSamples.View(y0: 60, b: 22, c: -0.018)
        let fit = try #require(FallFitter(scale: .pixels).fit(FallSamples.fall(speed: 1, seconds: 1.6, view: view)))
        #expect(fit.scale(after: fit.drop) > 1.3 * fit.scale(after: 0))
    }
}

/// What else could have moved so.
struct SteadyMotionTests {
    @Test func `Constant speed in the picture leaves noise only`() {
        let samples = FallSamples.heights(seconds: 1) { 50 + 180 * $0 }
        #expect(SteadyMotion.straight(samples) < 50)
    }

    @Test(arguments: [0.15, 0.4, 0.8, 1.3])
    func `Constant speed towards the camera leaves noise only`(nearness: Double) {
        let samples = FallSamples.heights(seconds: 1) { (50 + 100 * $0) / (1 + (nearness - 1) * $0) }
        #expect(SteadyMotion.approaching(samples) < 60)
        #expect(SteadyMotion.straight(samples) > 100)
    }

    @Test func `A fall from rest is neither`() {
        let samples = FallSamples.fall(speed: 0, seconds: 1.2)
        #expect(SteadyMotion.straight(samples) > 2000)
        #expect(SteadyMotion.approaching(samples) > 150)
    }

    @Test func `A line through one place is flat`() {
        var line = WeightedLine()
        line.add(1, 0, 7)
        line.add(1, 0, 9)
        #expect(line.solution.a == 8)
        #expect(line.solution.b == 0)
        #expect(line.residual == 2)
    }
}
