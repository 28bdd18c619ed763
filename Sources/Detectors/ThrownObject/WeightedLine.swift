/// Least squares for `y = a·u + b·v`, by sums.
struct WeightedLine {
    private var uu = 0.0
    private var uv = 0.0
    private var vv = 0.0
    private var uy = 0.0
    private var vy = 0.0

    /// Adds one equation.
    mutating func add(_ u: Double, _ v: Double, _ y: Double) {
        uu += u * u
        uv += u * v
        vv += v * v
        uy += u * y
        vy += v * y
    }

    /// `a` and `b`; `b` is 0 where the equations do not tell them apart.
    var solution: (a: Double, b: Double) {
        let determinant = uu * vv - uv * uv
        guard determinant > 1e-9 * uu * vv else { return (uu > 0 ? uy / uu : 0, 0) }
        return ((uy * vv - vy * uv) / determinant, (vy * uu - uy * uv) / determinant)
    }
}
