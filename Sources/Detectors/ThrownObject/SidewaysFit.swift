/// How a falling thing moves sideways in the picture: `x = (b₀ + b₁·φ + b₂·ψ) / D` with the reach φ, drop ψ and nearness D
/// of its ``FallFit``.
///
/// The companion of the fall: `b₁` is the drift, `b₂` leans the vertical. Exact for every camera, wherever `x` is counted
/// from, because D itself is linear in φ and ψ.
struct SidewaysFit {
    private let values: InlineArray<3, Double>
    private let fit: FallFit
    /// Root mean square of what is left over, in expected deviations.
    private(set) var scatter = 0.0

    /// Least squares through the samples of a fall; nothing when they do not determine it.
    init?(_ samples: borrowing [FallSample], _ fit: FallFit) {
        self.fit = fit
        var system = LeastSquares<3>()
        for i in samples.indices {
            let sample = samples[i]
            system.add(Self.row(sample.t, fit), sample.x, weight: 1 / (sample.xSigma * sample.xSigma))
        }
        // A lens drawn straight leans verticals little; samples of a short fall hardly tell.
        system.expect(2, 0, 1e3)
        guard let solution = system.solution else { return nil }
        values = solution.values
        var sum = 0.0
        for i in samples.indices {
            let residual = (samples[i].x - x(at: samples[i].t)) / samples[i].xSigma
            sum += residual * residual
        }
        scatter = (sum / Double(samples.count)).squareRoot()
    }

    /// Where it is `t` seconds after the first sample.
    func x(at t: Double) -> Double {
        let row = Self.row(t, fit)
        return row[0] * values[0] + row[1] * values[1] + row[2] * values[2]
    }

    private static func row(_ t: Double, _ fit: FallFit) -> InlineArray<3, Double> {
        let (reach, drop) = (fit.law.reach(at: t), fit.law.drop(at: t))
        let w = 1 / fit.nearness(reach, drop)
        return [w, w * reach, w * drop]
    }
}
