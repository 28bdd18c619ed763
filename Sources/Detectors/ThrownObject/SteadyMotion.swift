/// How well motion without acceleration explains samples: what birds, drones, cradles, rain, walkers and cars do.
enum SteadyMotion {
    /// χ² of constant speed in the picture: `y = a + b·t`.
    static func straight(_ samples: borrowing [FallSample]) -> Double {
        projective(samples, closing: 0)
    }

    /// Least χ² of constant speed in space, seen in perspective: `y = (a + b·t) / (1 + c·t)`.
    ///
    /// Things that come nearer at constant speed seem to accelerate; their speed in the picture grows with the square of nearness.
    static func approaching(_ samples: borrowing [FallSample]) -> Double {
        guard let first = samples.first, let end = samples.last?.t, end > 0 else { return 0 }
        var (factor, least) = (1.0, straight(samples))
        for _ in 0..<3 {
            var equations = Foreshortening()
            for i in samples.indices {
                let root = samples[i].sigma * (1 + (factor - 1) * samples[i].t / end)
                equations.add(samples[i].t, samples[i].y - first.y, weight: 1 / (root * root))
            }
            // Rain close to a camera that looks up passes it by: down to a twentieth of the distance.
            factor = min(max(1 + equations.c * end, 0.05), 1.5)
            least = min(least, projective(samples, closing: (factor - 1) / end))
        }
        return least
    }

    private static func projective(_ samples: borrowing [FallSample], closing c: Double) -> Double {
        var line = WeightedLine()
        for i in samples.indices {
            let sample = samples[i]
            let w = 1 / (sample.sigma * (1 + c * sample.t))
            line.add(w, w * sample.t, sample.y / sample.sigma)
        }
        return line.residual
    }
}

/// Least squares for `y = a·u + b·v`, by sums.
struct WeightedLine {
    private var uu = 0.0
    private var uv = 0.0
    private var vv = 0.0
    private var uy = 0.0
    private var vy = 0.0
    private var yy = 0.0

    /// Adds one equation.
    mutating func add(_ u: Double, _ v: Double, _ y: Double) {
        uu += u * u
        uv += u * v
        vv += v * v
        uy += u * y
        vy += v * y
        yy += y * y
    }

    /// `a` and `b`; `b` is 0 where the equations do not tell them apart.
    var solution: (a: Double, b: Double) {
        let determinant = uu * vv - uv * uv
        guard determinant > 1e-9 * uu * vv else { return (uu > 0 ? uy / uu : 0, 0) }
        return ((uy * vv - vy * uv) / determinant, (vy * uu - uy * uv) / determinant)
    }

    /// Sum of squared residuals of the solution.
    var residual: Double {
        let (a, b) = solution
        return max(yy - a * uy - b * vy, 0)
    }
}
