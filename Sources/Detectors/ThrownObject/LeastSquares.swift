/// Weighted least squares for `n` unknowns, by normal equations, without allocation.
struct LeastSquares<let n: Int> {
    /// A row of coefficients, or the unknowns.
    typealias Row = InlineArray<n, Double>

    private var matrix = InlineArray<n, Row>(repeating: Row(repeating: 0))
    private var right = Row(repeating: 0)

    /// Adds the equation `row · unknowns = value`; `weight` is one over the variance of `value`.
    mutating func add(_ row: Row, _ value: Double, weight: Double = 1) {
        for i in 0..<n {
            let scaled = weight * row[i]
            right[i] += scaled * value
            for j in 0...i { matrix[i][j] += scaled * row[j] }
        }
    }

    /// Adds what is known of unknown `index` beforehand: `mean` ± `deviation`.
    mutating func expect(_ index: Int, _ mean: Double, _ deviation: Double) {
        let weight = 1 / (deviation * deviation)
        matrix[index][index] += weight
        right[index] += weight * mean
    }

    /// The unknowns and their covariance, by Gauss–Jordan elimination with pivots on the diagonal, which a positive
    /// definite matrix allows; nothing where the equations do not determine them.
    var solution: (values: Row, covariance: InlineArray<n, Row>)? {
        var a = matrix
        for i in 0..<n {
            for j in 0..<i { a[j][i] = a[i][j] }
        }
        var inverse = InlineArray<n, Row>(repeating: Row(repeating: 0))
        for i in 0..<n { inverse[i][i] = 1 }
        for column in 0..<n {
            let pivot = a[column][column]
            guard pivot > 1e-15 * matrix[column][column], pivot > 0 else { return nil }
            for j in 0..<n {
                a[column][j] /= pivot
                inverse[column][j] /= pivot
            }
            for row in 0..<n where row != column {
                let factor = a[row][column]
                guard factor != 0 else { continue }
                for j in 0..<n {
                    a[row][j] -= factor * a[column][j]
                    inverse[row][j] -= factor * inverse[column][j]
                }
            }
        }
        var values = Row(repeating: 0)
        for i in 0..<n {
            for j in 0..<n { values[i] += inverse[i][j] * right[j] }
        }
        return (values, inverse)
    }
}
