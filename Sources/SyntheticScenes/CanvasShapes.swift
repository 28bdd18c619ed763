import VideoCore

extension Canvas {
    /// Fills the polygon through `corners` (pixels), even-odd, with four lines of sight in a row and exact edges along it.
    func fill(_ corners: [SIMD2<Double>], paint: Paint, opacity: Double = 1) {
        guard var low = corners.first else { return }
        var high = low
        for corner in corners {
            low = pointwiseMin(low, corner)
            high = pointwiseMax(high, corner)
        }
        guard let box = pixels(from: low, to: high) else { return }
        let lines = 4
        for y in box.y {
            var coverage = [Double](repeating: 0, count: box.x.count)
            for line in 0..<lines {
                let crossings = crossings(of: corners, y: Double(y) + (Double(line) + 0.5) / Double(lines))
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    cover(&coverage, from: crossings[pair], to: crossings[pair + 1], first: box.x.lowerBound)
                }
            }
            for (column, covered) in coverage.enumerated() where covered > 0 {
                blend(paint, x: box.x.lowerBound + column, y: y, alpha: opacity * covered / Double(lines))
            }
        }
    }

    /// Fills the polygon through `corners` (metres); nothing when a corner lies behind the camera.
    func fill(_ corners: [SIMD3<Double>], paint: Paint, opacity: Double = 1) {
        let projected = corners.compactMap { camera.pixel(of: $0) }
        guard projected.count == corners.count else { return }
        fill(projected, paint: paint, opacity: opacity)
    }

    /// Draws a straight streak `width` pixels across; one thinner than a pixel is drawn a pixel wide and fainter.
    func streak(
        from start: SIMD2<Double>, to end: SIMD2<Double>, width: Double, paint: Paint, opacity: Double
    ) {
        let way = end - start
        let length = (way * way).sum().squareRoot()
        guard length > 1e-6 else { return }
        let side = SIMD2(-way.y, way.x) / length * max(width, 1) / 2
        fill(
            [start + side, end + side, end - side, start - side], paint: paint, opacity: opacity * min(1, width))
    }

    /// Draws the streak of an ellipse that moves in space: `place` gives its centre and its width and height in metres.
    func draw(
        at mediaTime: Double, contrast: Contrast, place: (Double) -> (centre: SIMD3<Double>, size: SIMD2<Double>)?
    ) {
        let sweep = Sweep(at: mediaTime, exposure: exposure) { instant in
            guard let body = place(instant), let centre = camera.pixel(of: body.centre),
                let scale = camera.pixelsPerMetre(at: body.centre)
            else { return nil }
            return Sweep.Ellipse(centre: centre, halfAxes: body.size * scale / 2)
        }
        if let sweep { draw(sweep, paint: Paint(contrast, sigma: sigma)) }
    }

    /// Multiplies the brightness of the whole picture by `gain`.
    func scaleBrightness(by gain: Double) {
        let scaled = (0...255).map { UInt8(max(0, min(255, (Double($0) * gain).rounded()))) }
        let luma = unsafe picture.luma
        for place in unsafe 0..<luma.width * luma.height {
            unsafe luma.base[place] = scaled[Int(luma.base[place])]
        }
    }

    /// Sets the chroma of the whole picture to neutral.
    func removeColour() {
        let (u, v) = unsafe (picture.chromaU, picture.chromaV)
        unsafe u.base.update(repeating: 128, count: u.width * u.height)
        unsafe v.base.update(repeating: 128, count: v.width * v.height)
    }

    private func crossings(of corners: [SIMD2<Double>], y: Double) -> [Double] {
        guard var previous = corners.last else { return [] }
        var crossings: [Double] = []
        for corner in corners {
            if (corner.y > y) != (previous.y > y) {
                let share = (y - corner.y) / (previous.y - corner.y)
                crossings.append(corner.x + (previous.x - corner.x) * share)
            }
            previous = corner
        }
        return crossings.sorted()
    }

    private func cover(_ coverage: inout [Double], from start: Double, to end: Double, first: Int) {
        let from = max(0, start - Double(first))
        let to = min(Double(coverage.count), end - Double(first))
        guard from < to else { return }
        for column in Int(from)..<min(coverage.count, Int(to.rounded(.up))) {
            coverage[column] += min(to, Double(column + 1)) - max(from, Double(column))
        }
    }
}
