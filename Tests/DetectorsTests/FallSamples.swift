import Foundation
import Vision

@testable import Detectors

/// Tracks made from formulas, for tests of decisions.
enum FallSamples {
    /// A camera that sees metres below a start as pixels: `(y0 + b·s) / (1 + c·s)`.
    struct View {
        var y0 = 60.0
        var b = 22.0
        var c = -0.018
    }

    /// Heights of a fall, with noise of `sigma` pixels.
    static func fall(
        speed: Double, terminal: Double = .infinity, seconds: Double, rate: Double = 25, view: View = View(),
        sigma: Double = 0.5, seed: UInt64 = 1
    ) -> [FallSample] {
        let law = FallLaw(speed: speed, terminal: terminal)
        return heights(seconds: seconds, rate: rate, sigma: sigma, seed: seed) { t in
            let s = law.drop(at: t)
            return (view.y0 + view.b * s) / (1 + view.c * s)
        }
    }

    /// Heights along any path.
    static func heights(
        seconds: Double, rate: Double = 25, sigma: Double = 0.5, seed: UInt64 = 1, _ path: (Double) -> Double
    ) -> [FallSample] {
        var random = TestRandom(seed)
        let count = min(Int(seconds * rate) + 1, 24)
        return (0..<count).map { i in
            let t = Double(i) * seconds / Double(count - 1)
            return FallSample(t: t, y: path(t) + sigma * random.normal(), sigma: max(sigma, 0.5))
        }
    }

    /// A track along any path in pixels, with blobs of `size`.
    static func track(
        seconds: Double, rate: Double = 25, size: Double = 5, sigma: Double = 0.4, seed: UInt64 = 1,
        clutter: Double = 1e-6, _ path: (Double) -> (x: Double, y: Double)
    ) -> [TrackSample] {
        var random = TestRandom(seed)
        return (0...Int(seconds * rate)).map { i in
            let t = Double(i) / rate
            let place = path(t)
            return TrackSample(
                .init(
                    x: place.x + sigma * random.normal(), y: place.y + sigma * random.normal(), width: size,
                    height: size
                ), at: 10 + t, clutter: clutter)
        }
    }

    /// A track of a fall in the usual view, drifting sideways.
    static func fallTrack(
        speed: Double = 0.5, terminal: Double = .infinity, seconds: Double, rate: Double = 25, size: Double = 5,
        view: View = View(), drift: Double = 8, seed: UInt64 = 1
    ) -> [TrackSample] {
        let law = FallLaw(speed: speed, terminal: terminal)
        return track(seconds: seconds, rate: rate, size: size, seed: seed) { t in
            let s = law.drop(at: t)
            return (400 + drift * t, (view.y0 + view.b * s) / (1 + view.c * s))
        }
    }
}
