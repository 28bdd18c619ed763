#if canImport(Glibc)
    internal import Glibc
#endif

extension FallFitter {
    /// How much worse drag may explain a fall and still be a possible explanation: two standard deviations.
    private static let benefitOfDoubt = 4.0

    /// Gravity as the samples show it, in units of the earth's, with one standard deviation; nothing where metres are not
    /// known or nothing falls.
    ///
    /// A light thing falls like a heavy one under less gravity. Of all drags that explain the samples, the one counts with
    /// which gravity is nearest to what is expected.
    func gravity(_ samples: borrowing [FallSample]) -> (value: Double, deviation: Double)? {
        guard scale == .metres, samples.count >= 5, samples.count <= Self.sampleLimit else { return nil }
        // Cheap first: drag makes gravity less sure, never surer.
        guard let heavy = freely(samples, .infinity), isTelling(heavy.solution) else { return nil }
        let paths = Self.terminals.compactMap { $0.isFinite ? freely(samples, $0) : heavy }
        let least = paths.reduce(.infinity) { min($0, $1.cost) }
        // The track's own scatter tells how far the expected errors may be trusted.
        let spread = max(least / Double(2 * samples.count - 7), 0.3)
        let likely = paths.filter { $0.cost - least < Self.benefitOfDoubt * spread }
        func distance(_ path: (solution: PathFitter.Solution, cost: Double)) -> Double {
            abs(log(path.solution.path.gravity))
        }
        guard let chosen = likely.min(by: { distance($0) < distance($1) })?.solution else { return nil }
        return (chosen.path.gravity, (spread * chosen.variance { $0.gravity }).squareRoot())
    }

    private func isTelling(_ solution: PathFitter.Solution) -> Bool {
        solution.variance { $0.gravity }.squareRoot() < 2 * ClockCheck.mostDeviation * solution.path.gravity
    }

    /// The path with one drag and any gravity, and how unlikely it is.
    private func freely(_ samples: borrowing [FallSample], _ terminal: Double)
        -> (solution: PathFitter.Solution, cost: Double)?
    {
        let law = FallLaw(terminal: terminal)
        guard let solution = PathFitter.fit(samples, .fallFree, law, inMetres: true), solution.path.gravity > 0 else {
            return nil
        }
        return (solution, solution.chiSquare + 2 * improbability(solution))
    }
}
