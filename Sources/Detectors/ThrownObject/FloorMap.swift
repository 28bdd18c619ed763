internal import VideoCore

/// Storeys from places in the picture: `floor = (p·x + q·y + r) / (1 + u·x + v·y)`, the projective map of a plane facade.
struct FloorMap: Hashable {
    private(set) var p = 0.0
    private(set) var q = 0.0
    private(set) var r = 0.0
    private(set) var u = 0.0
    private(set) var v = 0.0
    /// Whether foreshortening is known: with two lines only the mean scale is.
    let isProjective: Bool

    /// Fits the map to the ends of the lines by least squares; nothing for fewer than two storeys or lines that do not
    /// tell up from down.
    init?(_ lines: [FloorLine]) {
        guard Set(lines.map(\.floor)).count >= 2 else { return nil }
        isProjective = Set(lines.map(\.floor)).count >= 3
        var system = LeastSquares<5>()
        for line in lines {
            let floor = Double(line.floor)
            for end in [line.from, line.to] {
                system.add([end.x, end.y, 1, -floor * end.x, -floor * end.y], floor)
            }
        }
        // Parallel lines leave the sideways terms undetermined: the least ones will do. Two lines say nothing of
        // foreshortening.
        for term in 0..<5 { system.expect(term, 0, term > 2 && !isProjective ? 1e-6 : 3e4) }
        guard let solution = system.solution?.values else { return nil }
        (p, q, r, u, v) = (solution[0], solution[1], solution[2], solution[3], solution[4])
        for line in lines {
            guard let found = floor(at: line.from), abs(found - Double(line.floor)) < 1, slope(at: line.from) < 0 else {
                return nil
            }
        }
    }

    /// Storey, with its fraction, at `point`: 3.5 is half-way between the floor levels of storeys 3 and 4. Nothing beyond
    /// the horizon of the facade.
    func floor(at point: ImagePoint) -> Double? {
        let divisor = 1 + u * point.x + v * point.y
        return divisor > 0.01 ? (p * point.x + q * point.y + r) / divisor : nil
    }

    /// Storeys for each picture height downward at `point`; negative on a building that stands upright.
    func slope(at point: ImagePoint) -> Double {
        let divisor = 1 + u * point.x + v * point.y
        return (q * divisor - v * (p * point.x + q * point.y + r)) / (divisor * divisor)
    }

    /// Distance of the facade at `point`, as a share of that at the top left corner's ray: what stretches lengths there.
    func distance(at point: ImagePoint) -> Double { 1 / max(1 + u * point.x + v * point.y, 0.01) }

    /// The point at storey `floor`, with its fraction, that lies `across` from the middle of the picture, in picture widths
    /// stretched by ``distance(at:)``. Nothing where there is none, or beyond the horizon of the facade.
    func point(floor: Double, across: Double) -> ImagePoint? {
        // floor·(1 + u·x + v·y) = p·x + q·y + r, and across·(1 + u·x + v·y) = x − ½.
        let (a, b, c) = (p - floor * u, q - floor * v, floor - r)
        let (d, e, f) = (1 - across * u, -across * v, across + 0.5)
        let determinant = a * e - b * d
        guard abs(determinant) > 1e-9 else { return nil }
        let point = ImagePoint(x: (c * e - b * f) / determinant, y: (a * f - c * d) / determinant)
        return 1 + u * point.x + v * point.y > 0.01 ? point : nil
    }
}
