/// A projective map of one plane onto another, `(x, y, 1) ~ M · (s, f, 1)`, scaled so that its divisor is positive on the
/// visible side of the horizon.
///
/// Fitted by the direct linear transformation (Hartley and Zisserman, Multiple View Geometry, 2nd ed., ch. 4): exact for
/// four points, least squares for more.
struct Homography: Hashable {
    /// First row of M: the numerator of x.
    let x: SIMD3<Double>
    /// Second row: the numerator of y.
    let y: SIMD3<Double>
    /// Third row.
    let divisor: SIMD3<Double>

    /// Smallest divisor that is not yet the horizon, where it is about 1 at the points it was fitted to.
    private static let horizon = 1e-6

    private init(x: SIMD3<Double>, y: SIMD3<Double>, divisor: SIMD3<Double>) {
        (self.x, self.y, self.divisor) = (x, y, divisor)
    }

    /// Fits the map to `pairs`, of which four or more must be in general position; places within about 0…1, and one of
    /// the `from` near (0, 0). Nothing where there is no such map, or where it has its horizon among the points.
    init?(fitting pairs: [(from: SIMD2<Double>, to: SIMD2<Double>)]) {
        guard pairs.count >= 4 else { return nil }
        var solution = LeastSquares<8>.Row(repeating: 0)
        // Equations are weighted by the divisor of the round before, which makes their errors those of the picture.
        for _ in 0..<3 {
            var equations = LeastSquares<8>()
            for term in 0..<8 { equations.expect(term, 0, 3e6) }
            for (from, to) in pairs {
                let divisor = solution[6] * from.x + solution[7] * from.y + 1
                let weight = 1 / (divisor * divisor)
                equations.add(
                    [from.x, from.y, 1, 0, 0, 0, -from.x * to.x, -from.y * to.x], to.x, weight: weight)
                equations.add(
                    [0, 0, 0, from.x, from.y, 1, -from.x * to.y, -from.y * to.y], to.y, weight: weight)
            }
            guard let found = equations.solution?.values else { return nil }
            solution = found
            guard pairs.allSatisfy({ found[6] * $0.from.x + found[7] * $0.from.y + 1 > 1e-3 }) else { return nil }
        }
        self.init(
            x: SIMD3(solution[0], solution[1], solution[2]), y: SIMD3(solution[3], solution[4], solution[5]),
            divisor: SIMD3(solution[6], solution[7], 1))
    }

    /// The map after `f` has been counted from `origin` in units of `unit`.
    func counting(from origin: Double, in unit: Double) -> Homography {
        func changed(_ row: SIMD3<Double>) -> SIMD3<Double> {
            SIMD3(row.x, row.y / unit, row.z - row.y * origin / unit)
        }
        return Homography(x: changed(x), y: changed(y), divisor: changed(divisor))
    }

    /// Where `point` comes to lie; nothing at or beyond the horizon.
    func place(of point: SIMD2<Double>) -> SIMD2<Double>? {
        let point = SIMD3(point, 1)
        let depth = (divisor * point).sum()
        guard depth > Self.horizon else { return nil }
        return SIMD2((x * point).sum(), (y * point).sum()) / depth
    }

    /// The point that comes to lie at `place`; nothing where there is none on the visible side of the horizon.
    func origin(of place: SIMD2<Double>) -> SIMD2<Double>? {
        // Two linear equations: (x − place.x · divisor) · (s, f, 1) = 0, likewise for y.
        let first = x - place.x * divisor
        let second = y - place.y * divisor
        let determinant = first.x * second.y - first.y * second.x
        guard abs(determinant) > 1e-15 else { return nil }
        let point = SIMD2(
            (first.y * second.z - first.z * second.y) / determinant,
            (first.z * second.x - first.x * second.z) / determinant)
        return (divisor * SIMD3(point, 1)).sum() > Self.horizon ? point : nil
    }
}
