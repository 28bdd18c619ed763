#if canImport(Glibc)
    internal import Glibc
#endif

/// One measured place of a moving thing.
struct FallSample: Hashable {
    /// Seconds since the first sample.
    var t: Double
    /// Downward: pixels below the middle of the picture, or metres below the camera's height along the facade.
    var y: Double
    /// Expected error of `y`, one standard deviation.
    var sigma: Double
    /// Across, from the middle of the picture: pixels, or pixels as they were if the whole facade were equally near.
    var x = 0.0
    /// Expected error of `x`, one standard deviation.
    var xSigma = 1.0
}

/// How far the air lets a thing fall, with drag in proportion to speed: the motion is then linear in the first speed.
///
/// Real drag grows with the square; over the few seconds of a fall one cannot be told from the other, and each terminal
/// speed of the one has its match in the other.
struct FallLaw: Hashable {
    /// Standard gravity, m/s².
    static let gravity = 9.80665

    /// Speed at which drag balances weight, in m/s; infinite without drag.
    var terminal: Double

    /// Metres that a speed of 1 m/s carries in `t` seconds.
    func reach(at t: Double) -> Double {
        guard terminal.isFinite else { return t }
        return terminal / Self.gravity * (1 - exp(-Self.gravity * t / terminal))
    }

    /// Metres fallen from rest in `t` seconds.
    func drop(at t: Double) -> Double {
        guard terminal.isFinite else { return Self.gravity / 2 * t * t }
        return terminal * (t - reach(at: t))
    }

    /// Share of the first speed that is left after `t` seconds.
    func remainder(at t: Double) -> Double { terminal.isFinite ? exp(-Self.gravity * t / terminal) : 1 }
}

/// A fall seen by a camera: `y = (a₀ + a₁·φ + a₂·ψ) / (1 + c₁·φ + c₂·ψ)` with the reach φ and the drop ψ of ``FallLaw``.
///
/// This is the picture of every ballistic path in any pinhole camera. On the plane of the facade, in metres, `c₂` is 0,
/// `a₂` is 1 and `c₁` tells how fast the thing leaves the facade, as a share of the camera's distance in a second.
struct FallFit: Hashable {
    /// The motion along the path.
    var law: FallLaw
    /// Numerator: place, first speed, gravity.
    var a0, a1, a2: Double
    /// Denominator: nearness gained by speed and by gravity.
    var c1, c2: Double
    /// Sum of squared residuals, each in standard deviations.
    var chiSquare = 0.0
    /// Minus the logarithm of how likely its parameters were before looking, up to a constant.
    var improbability = 0.0
    /// Metres fallen from the first to the last sample, and one standard deviation of it.
    var drop = 0.0
    var dropDeviation = 0.0
    /// Variance of the apex in units of `y`, from the scatter of the samples.
    var apexVariance = 0.0

    /// Units of `y` for each metre at the first sample.
    var scale: Double { a2 - a0 * c2 }

    /// Downward speed at the first sample, m/s, as seen along the facade.
    var speed: Double { scale == 0 ? 0 : (a1 - a0 * c1) / scale }

    /// Expected `y` after reach `reach` and drop `drop`.
    func y(_ reach: Double, _ drop: Double) -> Double { (a0 + a1 * reach + a2 * drop) / nearness(reach, drop) }

    /// Expected `y` at time `t`.
    func y(at t: Double) -> Double { y(law.reach(at: t), law.drop(at: t)) }

    /// Distance as a share of that at the first sample.
    func nearness(_ reach: Double, _ drop: Double) -> Double { 1 + c1 * reach + c2 * drop }

    /// Units of `y` in a second at time `t`.
    func pictureSpeed(at t: Double) -> Double {
        let (reach, drop, left) = (law.reach(at: t), law.drop(at: t), law.remainder(at: t))
        // φ' is what is left of a first speed; ψ' is the speed gained from rest.
        let gained = law.terminal.isFinite ? law.terminal * (1 - left) : FallLaw.gravity * t
        let divisor = nearness(reach, drop)
        let numerator = a0 + a1 * reach + a2 * drop
        return (a1 * left + a2 * gained - numerator / divisor * (c1 * left + c2 * gained)) / divisor
    }

    /// Units of `y` for each metre of height at time `t`.
    func scale(at t: Double) -> Double {
        let (reach, drop) = (law.reach(at: t), law.drop(at: t))
        let divisor = nearness(reach, drop)
        return (a2 - (a0 + a1 * reach + a2 * drop) / divisor * c2) / divisor
    }
}

extension FallFit {
    /// Metres fallen `t` seconds after the first sample.
    func drop(at t: Double) -> Double { speed * law.reach(at: t) + law.drop(at: t) }

    /// Metres that it had fallen before the first sample, if it was let go and not thrown down.
    var rise: Double {
        guard speed > 0 else { return 0 }
        guard law.terminal.isFinite else { return speed * speed / (2 * FallLaw.gravity) }
        // As fast as the air lets it fall means that it fell far: how far is not known.
        let share = min(speed / law.terminal, 0.95)
        return law.terminal * law.terminal / FallLaw.gravity * (-log(1 - share) - share)
    }

    /// Where it was at rest, going back along the path: metres below the camera's height where `y` is in metres.
    var apex: Double { a2 > 0 ? a0 / a2 - rise : a0 }
}
