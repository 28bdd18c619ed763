import Foundation
import Vision

@testable import Detectors

extension FallFitter {
    /// The best fall through `samples`.
    func fit(_ samples: [FallSample]) -> Result? { fit(Few(samples.count) { samples[$0] }) }
}

extension PathFitter {
    /// The best path of `model` through `samples`.
    static func fit(_ samples: [FallSample], _ model: PathModel, _ law: FallLaw, inMetres: Bool) -> Solution? {
        fit(Few(samples.count) { samples[$0] }, model, law, inMetres: inMetres)
    }
}

/// Tracks made from formulas, for tests of decisions.
enum FallSamples {
    /// A camera that sees metres below a start as pixels: `(y0 + b·s) / (1 + c·s)`.
    struct View {
        var y0 = 60.0
        var b = 22.0
        var c = -0.018
    }

    /// Metres fallen after `t` seconds, with drag that grows with the square of speed as that of air does: not the law of
    /// the detector.
    static func drop(_ speed: Double, _ terminal: Double, _ t: Double) -> Double {
        guard terminal.isFinite else { return (speed + 9.80665 / 2 * t) * t }
        let phase = atanh(min(speed / terminal, 0.999))
        let scale = terminal * terminal / 9.80665
        return scale * (log(cosh(phase + 9.80665 * t / terminal)) - log(cosh(phase)))
    }

    /// Heights of a fall, with noise of `sigma` pixels.
    static func fall(
        speed: Double, terminal: Double = .infinity, seconds: Double, rate: Double = 25, view: View = View(),
        sigma: Double = 0.5, seed: UInt64 = 1
    ) -> [FallSample] {
        heights(seconds: seconds, rate: rate, sigma: sigma, seed: seed) { t in
            let s = drop(speed, terminal, t)
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
        track(seconds: seconds, rate: rate, size: size, seed: seed) { t in
            let s = drop(speed, terminal, t)
            return (400 + drift * t, (view.y0 + view.b * s) / (1 + view.c * s))
        }
    }
}
