#if canImport(Glibc)
    internal import Glibc
#endif

/// Where a fall began, going back along its path, if the thing was let go and not thrown down.
extension FallFit {
    /// How far before the facade things leave it, as a share of the camera's distance: half a metre of 9…15 m.
    static let offset = (mean: 0.035, deviation: 0.015)

    /// Share of its terminal speed that it had at the first sample. As fast as the air lets it fall means that it fell far:
    /// how far is not known.
    private var share: Double { min(max(speed, 0) / law.terminal, 0.95) }

    /// Metres that it had fallen before the first sample.
    var rise: Double {
        let speed = max(speed, 0)
        guard law.terminal.isFinite else { return speed * speed / (2 * FallLaw.gravity) }
        return law.terminal * law.terminal / FallLaw.gravity * (-log(1 - share) - share)
    }

    /// Seconds that it had fallen before the first sample.
    var riseTime: Double {
        guard law.terminal.isFinite else { return max(speed, 0) / FallLaw.gravity }
        return -log(1 - share) * law.terminal / FallLaw.gravity
    }

    /// Where the camera saw it before the first sample, in the units of the samples: `share` of the time since it was at
    /// rest.
    func placeBefore(_ share: Double) -> (x: Double, y: Double) { place(at: -share * riseTime) }

    /// Metres above the camera at which it was at rest. Only where `y` is in metres.
    ///
    /// What is nearer than the facade appears higher on it: by its first distance from the facade and by what it has come
    /// towards the camera since.
    var apex: Double { -a0 * firstNearness + rise }

    /// Distance at the first sample as a share of that of the facade.
    private var firstNearness: Double { min(max(1 - Self.offset.mean + c1 * riseTime, 0.4), 1.2) }

    /// Acceleration in units of gravity, had it fallen along the facade itself. Only where `y` is in metres.
    var gravity: Double { a2 * firstNearness }
}
