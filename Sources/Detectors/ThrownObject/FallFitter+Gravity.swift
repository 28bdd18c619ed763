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
    func gravity(_ samples: Few<FallSample>) -> (value: Double, deviation: Double)? {
        guard scale == .metres, samples.count >= 5 else { return nil }
        // Cheap first: drag makes gravity less sure, never surer.
        guard let heavy = freely(samples, .infinity), heavy.deviation < 2 * ClockCheck.mostDeviation * heavy.gravity
        else { return nil }
        let paths = Few(Self.terminals.count) { i in
            Self.terminals[i].isFinite ? freely(samples, Self.terminals[i]) : heavy
        }
        var chosen = heavy
        for i in paths.indices { if let path = paths[i], path.cost < chosen.cost { chosen = path } }
        // The track's own scatter tells how far the expected errors may be trusted.
        let spread = max(chosen.cost / Double(2 * samples.count - 7), 0.3)
        let limit = chosen.cost + Self.benefitOfDoubt * spread
        for i in paths.indices {
            if let path = paths[i], path.cost < limit, abs(log(path.gravity)) < abs(log(chosen.gravity)) {
                chosen = path
            }
        }
        return (chosen.gravity, spread.squareRoot() * chosen.deviation)
    }

    /// A path with one drag: the gravity it shows with its deviation, and how unlikely it is.
    private typealias FreePath = (gravity: Double, deviation: Double, cost: Double)

    private func freely(_ samples: Few<FallSample>, _ terminal: Double) -> FreePath? {
        let law = FallLaw(terminal: terminal)
        guard let solution = PathFitter.fit(samples, .fallFree, law, inMetres: true), solution.path.gravity > 0 else {
            return nil
        }
        return (
            solution.path.gravity, solution.variance { $0.gravity }.squareRoot(),
            solution.chiSquare + 2 * improbability(solution)
        )
    }
}
