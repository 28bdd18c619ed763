/// Solves `y = y0 + b·s − c·s·y` for `c`: the projective fall made linear by multiplying with its divisor.
///
/// Direct where a search is not: speed and foreshortening lie in a valley too narrow for any grid.
struct Foreshortening {
    // Sums of the normal equations, symmetric: rows 1, s, s·y.
    private var n = 0.0
    private var s = 0.0
    private var ss = 0.0
    private var sy = 0.0
    private var ssy = 0.0
    private var ssyy = 0.0
    private var y = 0.0
    private var syy = 0.0

    /// Adds a sample `y` after a drop of `s`; `weight` is one over its variance times `(1 + c·s)²`.
    mutating func add(_ drop: Double, _ height: Double, weight: Double) {
        let product = drop * height
        n += weight
        s += weight * drop
        ss += weight * drop * drop
        sy += weight * product
        ssy += weight * drop * product
        ssyy += weight * product * product
        y += weight * height
        syy += weight * product * height
    }

    /// `c`, by Cramer's rule; 0 where the samples do not determine it.
    var c: Double {
        let minor = (n * ss - s * s, n * ssy - s * sy, s * ssy - ss * sy)
        let determinant = ssyy * minor.0 - ssy * minor.1 + sy * minor.2
        guard determinant > 1e-12 * n * ss * ssyy else { return 0 }
        let numerator = syy * minor.0 - sy * minor.1 + y * minor.2
        return -numerator / determinant
    }
}
