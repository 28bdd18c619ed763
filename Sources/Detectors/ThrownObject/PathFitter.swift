/// Fits one path to samples: solved at once, then by Gauss–Newton steps, with what is known beforehand as equations.
struct PathFitter {
    /// A path, how badly it fits, and how well it is determined.
    struct Solution {
        var path: FallFit
        /// Sums of squared residuals down and across, each in standard deviations.
        var down: Double
        var across: Double
        /// Minus twice the logarithm of the parameters' likelihood beforehand, up to a constant.
        var penalty: Double
        /// Of the parameters.
        var covariance: InlineArray<8, LeastSquares<8>.Row>

        var chiSquare: Double { down + across }
    }

    /// Distance at the last sample as a share of that at the first. Rain close to a camera that looks up passes it by.
    private static let nearness = 0.05...1.6

    /// The path of `model` with the drag of `law`; nothing where there is none that stays before the camera.
    static func fit(_ samples: borrowing Few<FallSample>, _ model: PathModel, _ law: FallLaw, inMetres: Bool)
        -> Solution?
    {
        let end = samples.last.t
        var path = FallFit(law: law, inMetres: inMetres)
        var covariance: InlineArray<8, LeastSquares<8>.Row>?
        for step in 0..<4 {
            var system = LeastSquares<8>()
            model.expect(in: &system)
            for i in samples.indices { add(samples[i], step == 0 ? nil : path, law, to: &system) }
            guard let solution = system.solution else { return nil }
            let p = solution.values
            (path.a0, path.a1, path.a2, path.c1, path.c2) = (p[0], p[1], p[2], p[3], p[4])
            (path.b0, path.b1, path.b2) = (p[5], p[6], p[7])
            guard nearness.contains(path.nearness(law.reach(at: end), law.drop(at: end))) else { return nil }
            covariance = solution.covariance
        }
        guard let covariance else { return nil }
        var (down, across) = (0.0, 0.0)
        for i in samples.indices {
            let place = path.place(at: samples[i].t)
            let (y, x) = ((samples[i].y - place.y) / samples[i].sigma, (samples[i].x - place.x) / samples[i].xSigma)
            down += y * y
            across += x * x
        }
        return Solution(
            path: path, down: down, across: across, penalty: model.penalty(of: path), covariance: covariance)
    }

    /// One sample as two equations about the path `guess`; about the measured place itself without one.
    private static func add(_ sample: FallSample, _ guess: FallFit?, _ law: FallLaw, to system: inout LeastSquares<8>) {
        let (reach, drop) = (law.reach(at: sample.t), law.drop(at: sample.t))
        // The expected place in the coefficients, once there is one: noise in them would pull c₁ and c₂ towards none.
        let (x, y) = guess?.place(reach, drop) ?? (sample.x, sample.y)
        let divisor = guess?.nearness(reach, drop) ?? 1
        let (yRoot, xRoot) = (sample.sigma * divisor, sample.xSigma * divisor)
        system.add(
            [1, reach, drop, -y * reach, -y * drop, 0, 0, 0], sample.y + (sample.y - y) * (divisor - 1),
            weight: 1 / (yRoot * yRoot))
        system.add(
            [0, 0, 0, -x * reach, -x * drop, 1, reach, drop], sample.x + (sample.x - x) * (divisor - 1),
            weight: 1 / (xRoot * xRoot))
    }
}

extension PathFitter.Solution {
    /// Variance of a function of the parameters, by its differences.
    func variance(of value: (FallFit) -> Double) -> Double {
        var gradient = LeastSquares<8>.Row(repeating: 0)
        let centre = value(path)
        for i in 0..<8 {
            let step = 1e-3 * covariance[i][i].squareRoot()
            guard step > 0 else { continue }
            var moved = path
            switch i {
            case 0: moved.a0 += step
            case 1: moved.a1 += step
            case 2: moved.a2 += step
            case 3: moved.c1 += step
            case 4: moved.c2 += step
            case 5: moved.b0 += step
            case 6: moved.b1 += step
            default: moved.b2 += step
            }
            gradient[i] = (value(moved) - centre) / step
        }
        var sum = 0.0
        for i in 0..<8 {
            for j in 0..<8 { sum += gradient[i] * covariance[i][j] * gradient[j] }
        }
        return max(sum, 0)
    }
}
