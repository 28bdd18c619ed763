/// Least squares for a few unknowns.
struct NormalEquations {
    private var matrix: [[Double]]
    private var right: [Double]

    /// For `unknowns` of about the same size; `damping` pulls towards 0 what the equations leave undetermined.
    init(_ unknowns: Int, damping: Double = 1e-9) {
        matrix = Array(repeating: Array(repeating: 0, count: unknowns), count: unknowns)
        right = Array(repeating: 0, count: unknowns)
        // Parallel lines leave the sideways terms undetermined: the least ones will do.
        for i in 0..<unknowns { matrix[i][i] = damping }
    }

    /// Adds the equation `row · unknowns = value`.
    mutating func add(_ row: ArraySlice<Double>, _ value: Double) {
        for i in row.indices {
            right[i] += row[i] * value
            for j in row.indices { matrix[i][j] += row[i] * row[j] }
        }
    }

    /// Gaussian elimination with pivots; nothing for a singular system.
    var solution: [Double]? {
        var (a, b) = (matrix, right)
        let n = b.count
        for column in 0..<n {
            guard let pivot = (column..<n).max(by: { abs(a[$0][column]) < abs(a[$1][column]) }) else { return nil }
            guard abs(a[pivot][column]) > 1e-14 else { return nil }
            a.swapAt(column, pivot)
            b.swapAt(column, pivot)
            for row in 0..<n where row != column {
                let factor = a[row][column] / a[column][column]
                for k in column..<n { a[row][k] -= factor * a[column][k] }
                b[row] -= factor * b[column]
            }
        }
        return (0..<n).map { b[$0] / a[$0][$0] }
    }
}
