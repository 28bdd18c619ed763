/// How a falling thing moves sideways in the picture: `x = (x0 + p·s + u·t) / (1 + c·s)` with the metres fallen `s`.
///
/// The projective companion of ``FallFit``: `p` leans the vertical, `u` is the drift.
struct SidewaysFit {
    private let solution: [Double]
    private let fit: FallFit
    /// Root mean square of what is left over, in pixels.
    private(set) var scatter = 0.0

    /// Least squares through the samples of a fall; nothing when they do not determine it.
    init?(_ samples: some Collection<TrackSample>, _ fit: FallFit) {
        guard let start = samples.first?.t else { return nil }
        self.fit = fit
        var equations = NormalEquations(3)
        for sample in samples { equations.add(Self.row(sample.t - start, fit), sample.x) }
        guard let solution = equations.solution else { return nil }
        self.solution = solution
        var sum = 0.0
        for sample in samples {
            let residual = sample.x - x(at: sample.t - start)
            sum += residual * residual
        }
        scatter = (sum / Double(samples.count)).squareRoot()
    }

    /// Where it is `t` seconds after the first sample.
    func x(at t: Double) -> Double { zip(Self.row(t, fit), solution).reduce(0) { $0 + $1.0 * $1.1 } }

    private static func row(_ t: Double, _ fit: FallFit) -> ArraySlice<Double> {
        let s = fit.law.drop(at: t)
        let w = 1 / (1 + fit.c * s)
        return [w, w * s, w * t]
    }
}
