/// Fits one path to samples: solved at once, then by Gauss–Newton steps, with what is known beforehand as equations.
struct PathFitter {
    private typealias System = LeastSquares<5>

    /// A path, how badly it fits, and how well it is determined.
    struct Solution {
        var path: FallFit
        /// Sum of squared residuals, each in standard deviations.
        var chiSquare: Double
        /// Minus twice the logarithm of the parameters' likelihood beforehand, up to a constant.
        var penalty: Double
        /// Of the parameters.
        var covariance: InlineArray<5, LeastSquares<5>.Row>
    }

    /// Distance at the last sample as a share of that at the first. Rain close to a camera that looks up passes it by.
    private static let nearness = 0.05...1.6

    /// The path of `model` with the drag of `law`; nothing where there is none that stays before the camera.
    static func fit(_ samples: borrowing [FallSample], _ model: PathModel, _ law: FallLaw) -> Solution? {
        guard let end = samples.last?.t else { return nil }
        var path = FallFit(law: law, a0: 0, a1: 0, a2: 0, c1: 0, c2: 0)
        var covariance: InlineArray<5, LeastSquares<5>.Row>?
        for step in 0..<4 {
            var system = System()
            model.expect(in: &system)
            for i in samples.indices { add(samples[i], step == 0 ? nil : path, law, to: &system) }
            guard let solution = system.solution else { return nil }
            let p = solution.values
            (path.a0, path.a1, path.a2, path.c1, path.c2) = (p[0], p[1], p[2], p[3], p[4])
            guard nearness.contains(path.nearness(law.reach(at: end), law.drop(at: end))) else { return nil }
            covariance = solution.covariance
        }
        guard let covariance else { return nil }
        var chiSquare = 0.0
        for i in samples.indices {
            let residual = (samples[i].y - path.y(at: samples[i].t)) / samples[i].sigma
            chiSquare += residual * residual
        }
        return Solution(path: path, chiSquare: chiSquare, penalty: model.penalty(of: path), covariance: covariance)
    }

    /// One sample as an equation about the path `guess`; about the measured height itself without one.
    private static func add(_ sample: FallSample, _ guess: FallFit?, _ law: FallLaw, to system: inout System) {
        let (reach, drop) = (law.reach(at: sample.t), law.drop(at: sample.t))
        // The expected height in the coefficients, once there is one: noise in them would pull c₁ and c₂ towards none.
        let expected = guess?.y(reach, drop) ?? sample.y
        let divisor = guess?.nearness(reach, drop) ?? 1
        let deviation = sample.sigma * divisor
        let value = sample.y + (sample.y - expected) * (divisor - 1)
        system.add(
            [1, reach, drop, -expected * reach, -expected * drop], value, weight: 1 / (deviation * deviation))
    }
}
