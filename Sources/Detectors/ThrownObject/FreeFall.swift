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

/// A path through the air as a camera sees it:
/// `y = (a₀ + a₁·φ + a₂·ψ) / D`, `x = (b₀ + b₁·φ + b₂·ψ) / D`, `D = 1 + c₁·φ + c₂·ψ`, with the reach φ and the drop ψ of
/// ``FallLaw``.
///
/// This is the picture of every ballistic path in any pinhole camera. On the plane of the facade, in metres, `c₂` is 0, and
/// `c₁` tells how fast the thing leaves the facade, as a share of its distance from the camera in a second.
struct FallFit: Hashable {
    /// The motion along the path.
    var law: FallLaw
    /// Whether `y` is in metres.
    var inMetres: Bool
    /// Downward: place, first speed, gravity.
    var a0 = 0.0, a1 = 0.0, a2 = 0.0
    /// Nearness gained by speed and by gravity.
    var c1 = 0.0, c2 = 0.0
    /// Across: place, drift, lean of the vertical.
    var b0 = 0.0, b1 = 0.0, b2 = 0.0

    /// Units of `y` for each metre at the first sample.
    var scale: Double { a2 - a0 * c2 }

    /// Downward speed at the first sample, m/s; where metres are not known, as seen in the picture.
    var speed: Double {
        if inMetres { return a2 > 0 ? a1 / a2 : 0 }
        return scale > 0 ? (a1 - a0 * c1) / scale : 0
    }

    /// Distance as a share of that at the first sample.
    func nearness(_ reach: Double, _ drop: Double) -> Double { 1 + c1 * reach + c2 * drop }

    /// Expected place after reach `reach` and drop `drop`.
    func place(_ reach: Double, _ drop: Double) -> (x: Double, y: Double) {
        let divisor = nearness(reach, drop)
        return ((b0 + b1 * reach + b2 * drop) / divisor, (a0 + a1 * reach + a2 * drop) / divisor)
    }

    /// Expected place at time `t`.
    func place(at t: Double) -> (x: Double, y: Double) { place(law.reach(at: t), law.drop(at: t)) }

    /// Units of `y` in a second at time `t`.
    func pictureSpeed(at t: Double) -> Double {
        let (reach, drop, left) = (law.reach(at: t), law.drop(at: t), law.remainder(at: t))
        // φ' is what is left of a first speed; ψ' is the speed gained from rest.
        let gained = law.terminal.isFinite ? law.terminal * (1 - left) : FallLaw.gravity * t
        return (a1 * left + a2 * gained - place(reach, drop).y * (c1 * left + c2 * gained)) / nearness(reach, drop)
    }

    /// Units of `y` for each metre of height at time `t`.
    func scale(at t: Double) -> Double {
        let (reach, drop) = (law.reach(at: t), law.drop(at: t))
        return (a2 - place(reach, drop).y * c2) / nearness(reach, drop)
    }

    /// Metres fallen `t` seconds after the first sample.
    func drop(at t: Double) -> Double { speed * law.reach(at: t) + law.drop(at: t) }
}
