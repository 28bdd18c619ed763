/// Finds the fall that explains samples best.
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

    /// The best fall, and how sure that is.
    struct Result {
        /// The path.
        var fit: FallFit
        /// Sums of squared residuals down and across, each in standard deviations.
        var down: Double
        var across: Double
        /// Minus the logarithm of how likely its parameters were before looking, up to a constant.
        var improbability: Double
        /// Metres fallen from the first to the last sample, and one standard deviation of it.
        var drop: Double
        var dropDeviation: Double
        /// One standard deviation of the apex, from the scatter of the samples.
        var apexDeviation: Double
    }

    /// Terminal speeds, m/s: stone; brick, full bottle; bottle, fruit; full bag, shoe; cardboard; empty packet, textile.
    static let terminals = [Double.infinity, 45, 28, 18, 12, 8, 5.5, 4]

    /// Share of the terminal speed at which a fall is first seen at most. What comes down faster hardly gains speed: birds,
    /// drones and what has long been falling look the same then. Of 665 rendered falls (seeds for tuning) none needed more.
    private static let fastestStart = 0.8

    let scale: Scale

    /// The best fall, or nothing when no fall downward fits. 5 samples or more, ordered by time.
    func fit(_ samples: borrowing Few<FallSample>) -> Result? {
        guard samples.count >= 5 else { return nil }
        let end = samples.last.t
        var best: PathFitter.Solution?
        var least = Double.infinity
        for terminal in Self.terminals {
            let law = FallLaw(terminal: terminal)
            guard let solution = PathFitter.fit(samples, model, law, inMetres: scale != .pixels) else { continue }
            guard solution.path.scale > 0, solution.path.a2 > 0, solution.path.drop(at: end) > 0 else { continue }
            guard solution.path.speed < Self.fastestStart * terminal else { continue }
            let cost = solution.chiSquare + 2 * improbability(solution)
            if cost < least { (least, best) = (cost, solution) }
        }
        guard let best else { return nil }
        return described(best, samples)
    }

    private var model: PathModel {
        switch scale {
        case .pixels: .fallInPixels
        case .looseMetres: .fallInLooseMetres
        case .metres: .fallInMetres
        }
    }

    /// Minus the logarithm of the likelihood beforehand, up to a constant.
    func improbability(_ solution: PathFitter.Solution) -> Double {
        func square(_ x: Double) -> Double { x * x }
        let path = solution.path
        // Let go, thrown down at some metres a second, or first seen in mid-fall; hardly ever thrown up.
        var cost = solution.penalty + square(min(path.speed, 0) / 1.5) + square(max(path.speed, 0) / 12)
        // What leaves a facade comes nearer; a bird may fly away.
        if scale != .pixels { cost += square(max(path.c1, 0) / 0.02) }
        // Most of what is thrown hardly feels the air. Where metres are not known, a low terminal speed would explain
        // whatever starts and goes on evenly, drones and walkers.
        if path.law.terminal.isFinite {
            cost += 0.5 + (scale == .pixels ? 16 : 0.5) * square(8 / path.law.terminal)
        }
        return cost / 2
    }

    private func described(_ solution: PathFitter.Solution, _ samples: borrowing Few<FallSample>) -> Result {
        let end = samples.last.t
        // The track's own scatter tells how far the expected errors may be trusted.
        let spread = max(solution.chiSquare / Double(max(2 * samples.count - 7, 1)), 0.3)
        return Result(
            fit: solution.path, down: solution.down, across: solution.across, improbability: improbability(solution),
            drop: solution.path.drop(at: end),
            dropDeviation: (spread * solution.variance { $0.drop(at: end) }).squareRoot(),
            apexDeviation: (spread * solution.variance { $0.apex }).squareRoot())
    }
}
