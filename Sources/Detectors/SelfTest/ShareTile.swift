#if canImport(Glibc)
    internal import Glibc
#endif

/// A small piece of a picture, with the share of each pixel that something covers.
struct ShareTile {
    /// Column and row of its first pixel in the picture.
    private(set) var left, top: Int
    private(set) var width, height: Int
    /// Row by row, 0…1.
    private(set) var shares: [Float]

    /// An empty tile; `right` and `bottom` are exclusive.
    init(left: Int, top: Int, right: Int, bottom: Int) {
        (self.left, self.top) = (left, top)
        (width, height) = (max(right - left, 0), max(bottom - top, 0))
        shares = Array(repeating: 0, count: width * height)
    }

    /// Adds a disc, each pixel looked at in sixteen places; coordinates of the picture, in pixels.
    mutating func addDisc(x: Double, y: Double, radius: Double, weight: Double) {
        let rows = max(Int(y - radius) - top, 0)...max(Int(y + radius) - top, 0)
        let columns = max(Int(x - radius) - left, 0)...max(Int(x + radius) - left, 0)
        for row in rows where row < height {
            for column in columns where column < width {
                var inside = 0
                for part in 0..<16 {
                    let dx = Double(left + column) + (Double(part % 4) + 0.5) / 4 - x
                    let dy = Double(top + row) + (Double(part / 4) + 0.5) / 4 - y
                    if dx * dx + dy * dy <= radius * radius { inside += 1 }
                }
                shares[row * width + column] += Float(Double(inside) / 16 * weight)
            }
        }
    }

    /// Blurs by a Gaussian of deviation `sigma`, in pixels; what leaves the tile is lost.
    mutating func blur(sigma: Double) {
        guard sigma > 0.15 else { return }
        let reach = max(Int((3 * sigma).rounded(.up)), 1)
        var kernel = (-reach...reach).map { Float(exp(-Double($0 * $0) / 2 / sigma / sigma)) }
        let total = kernel.reduce(0, +)
        kernel = kernel.map { $0 / total }
        for row in 0..<height { blurLine(from: row * width, step: 1, count: width, kernel) }
        for column in 0..<width { blurLine(from: column, step: width, count: height, kernel) }
    }

    private mutating func blurLine(from start: Int, step: Int, count: Int, _ kernel: [Float]) {
        let reach = kernel.count / 2
        let line = (0..<count).map { shares[start + $0 * step] }
        for i in 0..<count {
            var sum: Float = 0
            for j in max(i - reach, 0)...min(i + reach, count - 1) { sum += line[j] * kernel[j - i + reach] }
            shares[start + i * step] = sum
        }
    }

    /// The part within a picture of `width` × `height` pixels; nil when there is none.
    func clipped(width: Int, height: Int) -> ShareTile? {
        let (right, bottom) = (min(left + self.width, width), min(top + self.height, height))
        var part = ShareTile(left: max(left, 0), top: max(top, 0), right: right, bottom: bottom)
        guard part.width > 0, part.height > 0 else { return nil }
        for row in 0..<part.height {
            let from = (part.top + row - top) * self.width + part.left - left
            part.shares.replaceSubrange(
                row * part.width..<(row + 1) * part.width, with: shares[from..<from + part.width])
        }
        return part
    }
}
