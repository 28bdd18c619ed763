#if canImport(Glibc)
    internal import Glibc
#endif

/// Finds the fall that explains samples best.
///
/// The model is linear in `y0` and `b`, and nearly so in the foreshortening; speed and drag are guessed, then refined.
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

    /// First guesses of the downward speed at the first sample, m/s: released, thrown down, or first seen in mid-fall.
    private static let speeds = [0, 0.5, 1, 1.5, 2, 3, 4, 5.5, 7.5, 10, 13, 17, 22]
    /// Terminal speeds, m/s: stone; bottle, fruit; full bag, shoe; cardboard; empty packet, textile.
    private static let terminals = [Double.infinity, 20, 12, 8, 5.5, 4]
    /// `1 + c·s` at the last sample: below 1 where the path comes nearer as it falls. A camera at the foot of a facade
    /// sees the ground three times as large as the top at most; floor lines leave little to correct.
    private static let freeFactors = 0.3...1.3
    private static let metricFactors = 0.85...1.15

    /// Most samples it takes.
    static let sampleLimit = 24

    let scale: Scale

    /// The best fall, or nothing when no fall downward fits. 5 to 24 samples, ordered by time.
    func fit(_ samples: borrowing [FallSample]) -> FallFit? {
        guard samples.count >= 5, samples.count <= Self.sampleLimit, let last = samples.last else { return nil }
        var best: Candidate?
        for law in laws {
            guard let candidate = solve(law, samples) else { continue }
            if candidate.cost < best?.cost ?? .infinity { best = candidate }
        }
        guard let guess = best else { return nil }
        let refined = refine(guess, samples)
        // The least drop among the guesses that cost little more, in units of the track's own scatter.
        let limit = refined.cost + 4 * max(refined.chiSquare / Double(max(samples.count - 4, 1)), 1)
        var least = refined.drop
        for law in laws where law.drop(at: last.t) < least {
            if let candidate = solve(law, samples), candidate.cost <= limit { least = candidate.drop }
        }
        return FallFit(
            law: refined.law, y0: refined.y0, b: refined.b, c: refined.c, chiSquare: refined.chiSquare,
            improbability: (refined.cost - refined.chiSquare) / 2, drop: refined.drop, leastDrop: least)
    }

    /// First guesses of speed and drag.
    private var laws: some Sequence<FallLaw> {
        Self.terminals.lazy.flatMap { terminal in
            Self.speeds.lazy.filter { $0 < 0.97 * terminal }.map { FallLaw(speed: $0, terminal: terminal) }
        }
    }

    private struct Candidate {
        var law: FallLaw
        var factor: Double
        var drop: Double
        var y0: Double
        var b: Double
        var c: Double
        var chiSquare: Double
        /// χ² and twice the improbability of the parameters.
        var cost: Double
    }

    /// Metres fallen at each sample.
    private typealias Drops = InlineArray<24, Double>

    private func drops(_ law: FallLaw, _ samples: borrowing [FallSample]) -> Drops {
        var drops = Drops(repeating: 0)
        for i in samples.indices { drops[i] = law.drop(at: samples[i].t) }
        return drops
    }

    /// The best fall with the speed and drag of `law`.
    private func solve(_ law: FallLaw, _ samples: borrowing [FallSample]) -> Candidate? {
        let drops = drops(law, samples)
        let drop = drops[samples.count - 1]
        guard drop > 0.01 else { return nil }
        let range = scale == .metres ? Self.metricFactors : Self.freeFactors
        var factor = 1.0
        // The second time with the weights that the first one tells.
        for _ in 0...1 {
            var equations = Foreshortening()
            for i in samples.indices {
                let root = samples[i].sigma * (1 + (factor - 1) * drops[i] / drop)
                equations.add(drops[i], samples[i].y - samples[0].y, weight: 1 / (root * root))
            }
            factor = min(max(1 + equations.c * drop, range.lowerBound), range.upperBound)
        }
        // What noise alone bends is drawn half-way back to none where that is likelier.
        let free = evaluate(law, factor, drops, samples)
        guard let halved = evaluate(law, factor.squareRoot(), drops, samples) else { return free }
        return halved.cost < free?.cost ?? .infinity ? halved : free
    }

    /// Weighted least squares for `y0` and `b`, the other parameters given.
    private func evaluate(_ law: FallLaw, _ factor: Double, _ drops: Drops, _ samples: borrowing [FallSample])
        -> Candidate?
    {
        let drop = drops[samples.count - 1]
        guard drop > 0.01 else { return nil }
        let c = (factor - 1) / drop
        var s00 = 0.0, s01 = 0.0, s11 = 0.0, r0 = 0.0, r1 = 0.0, yy = 0.0
        for i in samples.indices {
            let sample = samples[i]
            let s = drops[i]
            let w = 1 / (sample.sigma * (1 + c * s))
            let ws = w * s
            let y = sample.y / sample.sigma
            s00 += w * w
            s01 += w * ws
            s11 += ws * ws
            r0 += w * y
            r1 += ws * y
            yy += y * y
        }
        let determinant = s00 * s11 - s01 * s01
        guard determinant > 1e-9 * s00 * s11 else { return nil }
        let y0 = (r0 * s11 - r1 * s01) / determinant
        let b = (r1 * s00 - r0 * s01) / determinant
        guard b - c * y0 > 0 else { return nil }
        let chiSquare = max(yy - y0 * r0 - b * r1, 0)
        let cost = chiSquare + prior(law, factor, b - c * y0)
        return Candidate(law: law, factor: factor, drop: drop, y0: y0, b: b, c: c, chiSquare: chiSquare, cost: cost)
    }

    /// Minus twice the logarithm of what is likely before looking. Mild: a few clear samples outweigh it.
    private func prior(_ law: FallLaw, _ factor: Double, _ scaleAtTop: Double) -> Double {
        // Cameras look up at facades: what falls comes nearer, seldom farther.
        let bend = log(factor) / (scale == .metres ? 0.1 : factor < 1 ? 0.5 : 0.15)
        // Most of what is thrown hardly feels the air. Where metres are not known, a low terminal speed would explain
        // whatever starts and goes on evenly, drones and walkers.
        let lightness = 8 / law.terminal
        var cost = bend * bend + (law.terminal.isFinite ? 1 : 0) + (scale == .pixels ? 4 : 0.5) * lightness * lightness
        if scale == .pixels {
            let haste = law.speed / 8
            cost += haste * haste
        } else {
            // Floor lines drawn by hand and storeys of unequal height: 15 %.
            let misfit = log(scaleAtTop) / (scale == .metres ? 0.15 : 0.4)
            cost += misfit * misfit
        }
        return cost
    }

    /// Steps in speed and drag, each with its own best foreshortening, then in foreshortening alone. Steps shrink when
    /// none helps.
    private func refine(_ start: Candidate, _ samples: borrowing [FallSample]) -> Candidate {
        var best = start
        var (speedStep, stretch, bend) = (max(start.law.speed * 0.2, 0.3), 1.2, 1.05)
        for _ in 0..<12 {
            let before = best.cost
            for sign in [1.0, -1.0] {
                var law = best.law
                law.speed = min(max(law.speed + sign * speedStep, 0), 0.97 * law.terminal)
                keepBetter(solve(law, samples))
                law = best.law
                if law.terminal.isFinite {
                    law.terminal = max(law.terminal * (sign > 0 ? stretch : 1 / stretch), 4)
                    law.speed = min(law.speed, 0.97 * law.terminal)
                    keepBetter(solve(law, samples))
                }
                let factor = best.factor * (sign > 0 ? bend : 1 / bend)
                if Self.freeFactors.contains(factor) {
                    keepBetter(evaluate(best.law, factor, drops(best.law, samples), samples))
                }
            }
            if best.cost == before {
                speedStep /= 2
                (stretch, bend) = (stretch.squareRoot(), bend.squareRoot())
            }
        }
        return best

        func keepBetter(_ candidate: Candidate?) {
            if let candidate, candidate.cost < best.cost { best = candidate }
        }
    }
}
