#if canImport(Glibc)
    internal import Glibc
#endif

/// Finds the fall that explains samples best, and how well steady motion explains them.
struct FallFitter {
    /// What is known of the scale of `y` before looking.
    enum Scale: Hashable {
        /// Pixels: metres follow from gravity alone.
        case pixels
        /// Metres through two floor lines: right in the mean, foreshortening unknown.
        case looseMetres
        /// Metres through three floor lines or more.
        case metres
    }

    /// Terminal speeds, m/s: stone; brick, full bottle; bottle, fruit; full bag, shoe; cardboard; empty packet, textile.
    private static let terminals = [Double.infinity, 45, 28, 18, 12, 8, 5.5, 4]

    /// Most samples it takes.
    static let sampleLimit = 24

    let scale: Scale

    /// The best fall, or nothing when no fall downward fits. 5 to 24 samples, ordered by time.
    func fit(_ samples: borrowing [FallSample]) -> FallFit? {
        guard samples.count >= 5, samples.count <= Self.sampleLimit else { return nil }
        var best: PathFitter.Solution?
        var least = Double.infinity
        for terminal in Self.terminals {
            guard let solution = PathFitter.fit(samples, model, FallLaw(terminal: terminal)) else { continue }
            guard solution.path.scale > 0, solution.path.a2 > 0 else { continue }
            let cost = solution.chiSquare + 2 * improbability(solution)
            if cost < least { (least, best) = (cost, solution) }
        }
        return best.map { described($0, samples) }
    }

    private var model: PathModel {
        switch scale {
        case .pixels: .fallInPixels
        case .looseMetres: .fallInLooseMetres
        case .metres: .fallInMetres
        }
    }

    /// Minus the logarithm of the likelihood beforehand, up to a constant.
    private func improbability(_ solution: PathFitter.Solution) -> Double {
        func square(_ x: Double) -> Double { x * x }
        let path = solution.path
        // Let go, thrown down at some metres a second, or first seen in mid-fall; hardly ever thrown up.
        var cost = solution.penalty + square(min(path.speed, 0) / 1.5) + square(max(path.speed, 0) / 12)
        // Most of what is thrown hardly feels the air. Where metres are not known, a low terminal speed would explain
        // whatever starts and goes on evenly, drones and walkers.
        if path.law.terminal.isFinite {
            cost += 0.5 + (scale == .pixels ? 4 : 0.5) * square(8 / path.law.terminal)
        }
        return cost / 2
    }

    /// The path with what is derived from it.
    private func described(_ solution: PathFitter.Solution, _ samples: borrowing [FallSample]) -> FallFit {
        var fit = solution.path
        let end = samples.last?.t ?? 0
        fit.chiSquare = solution.chiSquare
        fit.improbability = improbability(solution)
        // The track's own scatter tells how far the expected errors may be trusted.
        let spread = max(fit.chiSquare / Double(max(samples.count - 4, 1)), 0.3)
        fit.drop = fit.drop(at: end)
        fit.dropDeviation = (spread * solution.variance { $0.drop(at: end) }).squareRoot()
        fit.apexVariance = spread * solution.variance { $0.apex }
        return fit
    }
}

extension PathFitter.Solution {
    /// Variance of a function of the parameters, by its differences.
    func variance(of value: (FallFit) -> Double) -> Double {
        var gradient = LeastSquares<5>.Row(repeating: 0)
        let centre = value(path)
        for i in 0..<5 {
            let step = 1e-3 * covariance[i][i].squareRoot()
            guard step > 0 else { continue }
            var moved = path
            switch i {
            case 0: moved.a0 += step
            case 1: moved.a1 += step
            case 2: moved.a2 += step
            case 3: moved.c1 += step
            default: moved.c2 += step
            }
            gradient[i] = (value(moved) - centre) / step
        }
        var sum = 0.0
        for i in 0..<5 {
            for j in 0..<5 { sum += gradient[i] * covariance[i][j] * gradient[j] }
        }
        return max(sum, 0)
    }
}
