#if canImport(Glibc)
    internal import Glibc
#endif
internal import VideoCore

/// How far the camera spreads a point, told from its sharpest edges.
enum PointSpread {
    /// Half the width of the stretch in which an edge is measured, in pixels.
    private static let reach = 24
    /// Least height of an edge, in grey levels over the noise.
    private static let leastHeight = 12.0
    /// Slope left at the ends of the stretch, as a share of the steepest.
    private static let settled = 0.25
    /// Blurred edges keep each other from their full height, the more the wider they are. Measured on rendered facades
    /// blurred by 2, 4 and 8 pixels, which showed as 1.8, 3.4 and 5.7.
    private static let crowding = 0.06
    /// What a perfect edge shows when sampled at whole pixels, in pixels.
    private static let ofPixels = 1 / (2 * Double.pi).squareRoot()

    /// Standard deviation of the spread, in pixels, of the highest edges that stand alone; nil without any.
    ///
    /// An edge of height `h` blurred by a Gaussian of deviation `s` has the greatest slope `h / (s·√2π)`.
    static func measure(_ frame: Frame, noise: Double, facade: [Polygon]) -> Double? {
        var edges: [(height: Double, spread: Double)] = []
        for y in stride(from: reach, to: frame.height - reach, by: max(frame.height / 180, 1)) {
            for x in stride(from: reach, to: frame.width - reach, by: reach) {
                let point = ImagePoint(x: Double(x) / Double(frame.width), y: Double(y) / Double(frame.height))
                guard facade.isEmpty || facade.contains(where: { $0.contains(point) }) else { continue }
                if let edge = edge(frame.luma, x, y, noise) { edges.append(edge) }
            }
        }
        guard edges.count >= 8 else { return nil }
        edges.sort { $0.height > $1.height }
        // Low edges are texture, whose neighbours run into each other when blurred; the highest stand alone.
        let spreads = edges.prefix(max(edges.count / 4, 8)).map(\.spread).sorted()
        let found = spreads[spreads.count / 2]
        let spread = max(found * found - ofPixels * ofPixels, 0).squareRoot()
        return spread * (1 + crowding * spread)
    }

    /// Height and spread of the steepest edge within reach of `x` in row `y`.
    private static func edge(_ luma: Plane, _ x: Int, _ y: Int, _ noise: Double) -> (height: Double, spread: Double)? {
        var steepest = 0.0, place = x
        for i in x - reach / 2..<x + reach / 2 {
            let slope = abs(mean(luma, i + 1, y) - mean(luma, i, y))
            if slope > steepest { (steepest, place) = (slope, i) }
        }
        guard steepest > 0, place > reach, place + reach < luma.width else { return nil }
        // The edge's height: the levels that it leads to on either side, where they have settled.
        let side = mean(luma, place + 1, y) > mean(luma, place, y) ? 1.0 : -1.0
        var (low, high) = (mean(luma, place, y), mean(luma, place + 1, y))
        for i in 1..<reach {
            let (before, after) = (mean(luma, place - i, y), mean(luma, place + 1 + i, y))
            low = side > 0 ? min(low, before) : max(low, before)
            high = side > 0 ? max(high, after) : min(high, after)
        }
        let ends =
            abs(mean(luma, place - reach + 4, y) - mean(luma, place - reach, y))
            + abs(mean(luma, place + reach, y) - mean(luma, place + reach - 4, y))
        // Where the slope goes on at the ends, another edge is near.
        guard ends < settled * 4 * steepest + 2 * noise else { return nil }
        let height = abs(high - low) - 2 * noise
        guard height > leastHeight + 2 * noise else { return nil }
        return (height, height / steepest * ofPixels)
    }

    /// Mean of three rows: upright edges stay, noise averages out.
    private static func mean(_ luma: Plane, _ x: Int, _ y: Int) -> Double {
        (Double(luma[x, y - 1]) + Double(luma[x, y]) + Double(luma[x, y + 1])) / 3
    }
}
