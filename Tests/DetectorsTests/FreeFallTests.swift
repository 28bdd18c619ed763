import Foundation
import Testing

@testable import Detectors

/// The law of falling, and the fit that recovers it.
struct FreeFallTests {
    @Test func `Without drag a fall from rest takes half g t squared`() {
        let law = FallLaw(terminal: .infinity)
        #expect(abs(law.drop(at: 2) - 19.6133) < 1e-9)
        #expect(law.reach(at: 2) == 2)
        #expect(law.remainder(at: 2) == 1)
    }

    @Test func `With drag the speed tends to the terminal speed and a first speed is used up`() {
        let law = FallLaw(terminal: 12)
        #expect(abs(law.drop(at: 11) - law.drop(at: 10) - 12) < 0.01)
        #expect(abs(law.reach(at: 10) - 12 / FallLaw.gravity) < 0.01)
        #expect(law.remainder(at: 10) < 0.001)
    }

    @Test(arguments: [0, 1, 3, 6, 10], [-0.02, -0.008, 0])
    func `The fit recovers speed and drop of a fall in perspective`(speed: Double, c: Double) throws {
        let seconds = 1.3
        let samples = FallSamples.fall(
            speed: speed, seconds: seconds, view: .init(y0: 40, b: 30, c: c), sigma: 0.2, seed: UInt64(speed) + 3)
        let fall = try #require(FallFitter(scale: .pixels).fit(samples))
        let drop = FallSamples.drop(speed, .infinity, seconds)
        // Speed and foreshortening trade against each other, the more the less speed is gained.
        #expect(abs(fall.drop - drop) < 0.3 * drop)
        #expect(fall.down / Double(samples.count) < 1.5)
    }

    @Test(arguments: [(0.0, 14.0), (2.0, 9.0), (0.0, Double.infinity), (4.0, 25.0)])
    func `Where metres are known the drop is right, whatever the drag`(speed: Double, terminal: Double) throws {
        let samples = FallSamples.fall(
            speed: speed, terminal: terminal, seconds: 1.5, view: .init(y0: -30, b: 1, c: 0), sigma: 0.03
        ).map { FallSample(t: $0.t, y: $0.y, sigma: 0.03) }
        let fall = try #require(FallFitter(scale: .metres).fit(samples))
        let drop = FallSamples.drop(speed, terminal, 1.5)
        #expect(abs(fall.drop - drop) < 0.12 * drop)
        #expect(abs(fall.fit.speed - speed) < 1.6)
        #expect(abs(fall.fit.place(at: 0).y + 30) < 0.2)
    }

    @Test(arguments: [0.0, 1, 3], [9.0, 14])
    func `A throw towards the camera is followed: speed away from the facade, height and drop`(
        outwards: Double, distance: Double
    ) throws {
        // 35 m above the camera, 0.4 m before the facade; seen on the plane of the facade.
        let samples = FallSamples.heights(seconds: 1.6, sigma: 0.05) { t in
            -(35 - 0.5 * t - 9.80665 / 2 * t * t) * distance / (distance - 0.4 - outwards * t)
        }.map { sample in
            let nearness = 1 - (0.4 + outwards * sample.t) / distance
            return FallSample(t: sample.t, y: sample.y, sigma: 0.05, x: (300 + 20 * sample.t) / nearness, xSigma: 1)
        }
        let fall = try #require(FallFitter(scale: .metres).fit(samples))
        #expect(abs(fall.fit.c1 + outwards / distance) < 0.06)
        #expect(abs(fall.drop - 13.35) < 1.2)
        #expect(abs(fall.fit.apex - 35) < 1.5)
        #expect(fall.down / Double(samples.count) < 1.6)
        #expect(fall.across / Double(samples.count) < 1.6)
    }

    @Test(arguments: [6.0, 9])
    func `Steady sinking is not explained by a fall that has its terminal speed from the start`(speed: Double) throws {
        let samples = FallSamples.heights(seconds: 1.5, sigma: 0.05) { -30 + speed * $0 }.map {
            FallSample(t: $0.t, y: $0.y, sigma: 0.05)
        }
        let fall = try #require(FallFitter(scale: .metres).fit(samples))
        #expect(fall.fit.speed < 0.8 * fall.fit.law.terminal)
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
        let samples = FallSamples.fall(speed: 1, seconds: 1.6, view: view)
        let fit = try #require(FallFitter(scale: .pixels).fit(samples)).fit
        #expect(fit.scale(at: 1.6) > 1.3 * fit.scale(at: 0))
    }

    @Test(arguments: [Double.infinity, 12])
    func `The speed in the picture is the slope of the path`(terminal: Double) throws {
        let law = FallLaw(terminal: terminal)
        let fit = FallFit(law: law, inMetres: false, a0: 60, a1: 25, a2: 22, c1: -0.1, c2: -0.015)
        for t in [0.1, 0.6, 1.2] {
            let slope = (fit.place(at: t + 1e-5).y - fit.place(at: t - 1e-5).y) / 2e-5
            #expect(abs(fit.pictureSpeed(at: t) - slope) < 1e-3)
        }
    }
}

/// What else could have moved so.
struct SteadyMotionTests {
    private func chiSquare(_ samples: [FallSample], _ model: PathModel) throws -> Double {
        try #require(PathFitter.fit(samples, model, FallLaw(terminal: .infinity), inMetres: false)).down
    }

    @Test func `Constant speed in the picture leaves noise only`() throws {
        let samples = FallSamples.heights(seconds: 1) { 50 + 180 * $0 }
        #expect(try chiSquare(samples, .straight) < 50)
    }

    @Test(arguments: [0.15, 0.4, 0.8, 1.3])
    func `Constant speed towards the camera leaves noise only`(nearness: Double) throws {
        let samples = FallSamples.heights(seconds: 1) { (50 + 100 * $0) / (1 + (nearness - 1) * $0) }
        #expect(try chiSquare(samples, .approachingInPixels) < 60)
        #expect(try chiSquare(samples, .straight) > 100)
    }

    @Test func `A fall from rest is neither`() throws {
        let samples = FallSamples.fall(speed: 0, seconds: 1.2)
        #expect(try chiSquare(samples, .straight) > 2000)
        #expect(try chiSquare(samples, .approachingInPixels) > 150)
    }

    @Test func `Where metres are known, what gains speed like a fall would be no likely bird`() throws {
        let samples = FallSamples.heights(seconds: 1.2, sigma: 0.05) { -30 + 5 * $0 + 4.9 * $0 * $0 }
            .map { FallSample(t: $0.t, y: $0.y, sigma: 0.05) }
        let law = FallLaw(terminal: .infinity)
        let bird = try #require(PathFitter.fit(samples, .approachingInMetres, law, inMetres: true))
        #expect(bird.chiSquare / 2 + bird.penalty / 2 > 20)
    }

    @Test func `A line through one place is flat`() {
        var line = WeightedLine()
        line.add(1, 0, 7)
        line.add(1, 0, 9)
        #expect(line.solution.a == 8)
        #expect(line.solution.b == 0)
    }
}

/// Least squares without allocation.
struct LeastSquaresTests {
    @Test func `A plane through points is found, with its covariance`() throws {
        var system = LeastSquares<3>()
        for (x, y) in [(0.0, 0.0), (1, 0), (0, 1), (1, 1), (2, 1)] {
            system.add([1, x, y], 2 + 3 * x - y, weight: 4)
        }
        let solution = try #require(system.solution)
        #expect(abs(solution.values[0] - 2) < 1e-9)
        #expect(abs(solution.values[1] - 3) < 1e-9)
        #expect(abs(solution.values[2] + 1) < 1e-9)
        #expect(solution.covariance[1][1] > 0)
    }

    @Test func `What is not determined has no solution unless something is expected of it`() throws {
        var system = LeastSquares<2>()
        system.add([1, 1], 4)
        #expect(system.solution == nil)
        system.expect(1, 1, 0.001)
        #expect(abs(try #require(system.solution).values[0] - 3) < 1e-3)
    }
}
