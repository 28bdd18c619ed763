/// An ellipse that moves while the shutter is open: its places at evenly spaced instants.
struct Sweep {
    struct Ellipse {
        var centre: SIMD2<Double>
        var halfAxes: SIMD2<Double>
    }

    /// Where it was, oldest first; instants at which there was nothing are left out.
    var ellipses: [Ellipse] = []
    /// Instants looked at, those with nothing included.
    var instants = 1

    /// Asks `place` for the ellipse at instants within `exposure` seconds around `mediaTime`, two for each pixel of way,
    /// so that the streak is smooth; nil when there is nothing at any of them.
    init?(at mediaTime: Double, exposure: Double, place: (Double) -> Ellipse?) {
        let first = place(mediaTime - exposure / 2)
        let last = place(mediaTime + exposure / 2)
        guard let one = first ?? last ?? place(mediaTime) else { return nil }
        let other = last ?? place(mediaTime) ?? one
        let way = (((one.centre - other.centre) * (one.centre - other.centre)).sum()).squareRoot()
        instants = max(exposure > 0 ? 8 : 1, min(400, Int((2 * way).rounded(.up))))
        for instant in 0..<instants {
            let share = (Double(instant) + 0.5) / Double(instants) - 0.5
            if let ellipse = place(mediaTime + exposure * share) { ellipses.append(ellipse) }
        }
        if ellipses.isEmpty { return nil }
    }

    /// Centre of gravity of the streak, in pixels.
    var centre: SIMD2<Double> {
        ellipses.reduce(SIMD2<Double>.zero) { $0 + $1.centre } / Double(ellipses.count)
    }

    /// Corners of the box around the streak, in pixels.
    var bounds: (low: SIMD2<Double>, high: SIMD2<Double>) {
        var low = SIMD2(repeating: Double.infinity)
        var high = -low
        for ellipse in ellipses {
            low = pointwiseMin(low, ellipse.centre - ellipse.halfAxes)
            high = pointwiseMax(high, ellipse.centre + ellipse.halfAxes)
        }
        return (low, high)
    }
}

extension Canvas {
    /// Draws a streak: every pixel is covered for the share of the exposure in which the ellipse lay over it.
    func draw(_ sweep: Sweep, paint: Paint, opacity: Double = 1) {
        let (low, high) = sweep.bounds
        guard let box = pixels(from: low - 1, to: high + 1) else { return }
        var coverage = [Double](repeating: 0, count: box.x.count * box.y.count)
        for ellipse in sweep.ellipses {
            guard
                let part = pixels(
                    from: ellipse.centre - ellipse.halfAxes - 1, to: ellipse.centre + ellipse.halfAxes + 1)
            else { continue }
            for y in part.y {
                for x in part.x {
                    let place = (y - box.y.lowerBound) * box.x.count + x - box.x.lowerBound
                    coverage[place] += ellipse.coverage(x: x, y: y)
                }
            }
        }
        let scale = opacity / Double(sweep.instants)
        for y in box.y {
            for x in box.x {
                let share = coverage[(y - box.y.lowerBound) * box.x.count + x - box.x.lowerBound] * scale
                if share > 0 { blend(paint, x: x, y: y, alpha: share) }
            }
        }
    }
}

extension Sweep.Ellipse {
    /// Share of the pixel that the ellipse covers, from the pixel's distance to the edge.
    ///
    /// An ellipse thinner than a pixel is drawn a pixel wide and fainter, which keeps its weight.
    func coverage(x: Int, y: Int) -> Double {
        let axes = pointwiseMax(halfAxes, SIMD2(repeating: 0.5))
        let weight = min(1, halfAxes.x / axes.x) * min(1, halfAxes.y / axes.y)
        let offset = SIMD2(Double(x) + 0.5, Double(y) + 0.5) - centre
        let scaled = offset / axes
        let radius = (scaled * scaled).sum().squareRoot()
        let slope = ((scaled / axes) * (scaled / axes)).sum().squareRoot()
        // First-order distance to the curve radius = 1: value over length of the gradient.
        let distance = radius < 1e-6 ? -min(axes.x, axes.y) : (radius - 1) * radius / slope
        return weight * max(0, min(1, 0.5 - distance))
    }
}
