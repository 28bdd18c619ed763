#if canImport(Glibc)
    internal import Glibc
#endif

/// One measured height of a moving thing.
struct FallSample: Hashable {
    /// Seconds since the first sample.
    var t: Double
    /// Downward, in pixels or metres.
    var y: Double
    /// Expected error of `y`, one standard deviation.
    var sigma: Double
}

/// How far something has fallen, in metres.
struct FallLaw: Hashable {
    /// Standard gravity, m/s².
    static let gravity = 9.80665

    /// Downward speed at the first sample, in m/s.
    var speed: Double
    /// Speed at which drag balances weight, in m/s; infinite without drag.
    var terminal: Double

    /// Metres fallen `t` seconds after the first sample. Quadratic drag: v = u·tanh(artanh(v₀/u) + g·t/u).
    func drop(at t: Double) -> Double {
        guard terminal.isFinite else { return (speed + Self.gravity / 2 * t) * t }
        let phase = atanh(min(speed / terminal, 0.999))
        let scale = terminal * terminal / Self.gravity
        return scale * (logCosh(phase + Self.gravity * t / terminal) - logCosh(phase))
    }

    /// Downward speed after `t` seconds, in m/s.
    func speed(at t: Double) -> Double {
        guard terminal.isFinite else { return speed + Self.gravity * t }
        return terminal * tanh(atanh(min(speed / terminal, 0.999)) + Self.gravity * t / terminal)
    }

    private func logCosh(_ x: Double) -> Double { x + log1p(exp(-2 * x)) - 0.6931471805599453 }
}

/// A fall seen by a camera: `y = (y0 + b·s) / (1 + c·s)` with the metres fallen `s`.
///
/// One-dimensional projective map of a straight vertical path; `c` = 0 where equal heights look equal.
struct FallFit: Hashable {
    /// The motion along the path.
    var law: FallLaw
    /// Where the first sample would lie, in the unit of `y`.
    var y0: Double
    /// Units of `y` for each metre, at the first sample when `c` is 0.
    var b: Double
    /// Foreshortening, 1/m.
    var c: Double
    /// Sum of squared residuals, each in standard deviations.
    var chiSquare: Double
    /// Minus the logarithm of how likely its speed, drag and scale were before looking, up to a constant.
    var improbability: Double
    /// Metres fallen from the first to the last sample.
    var drop: Double
    /// Least drop that fits almost as well (χ² within 4 of the best in units of its own scatter), in metres.
    var leastDrop: Double

    /// Units of `y` for each metre after a drop of `s` metres.
    func scale(after s: Double) -> Double { (b - c * y0) / ((1 + c * s) * (1 + c * s)) }

    /// Expected `y` at time `t`.
    func y(at t: Double) -> Double {
        let s = law.drop(at: t)
        return (y0 + b * s) / (1 + c * s)
    }
}
