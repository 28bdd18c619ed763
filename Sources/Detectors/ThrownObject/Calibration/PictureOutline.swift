internal import VideoCore

/// The picture as an outline on the plane of the facade: what lies inside is seen.
///
/// The sides of the picture are straight on the facade too, so that everything is clipped there, by four half-planes
/// (Sutherland and Hodgman 1974); what lies behind the camera falls away by itself.
struct PictureOutline {
    private let map: FacadeMap
    /// Positive inside: row · (across, floor, 1).
    private let sides: [SIMD3<Double>]

    /// The picture in which `map` holds.
    init(_ map: FacadeMap) {
        self.map = map
        let plane = map.homography
        sides = [plane.x, plane.divisor - plane.x, plane.y, plane.divisor - plane.y]
    }

    /// The part of the polygon `corners`, in (across, floor), that is in the picture; empty for none.
    func clipped(_ corners: [SIMD2<Double>]) -> [SIMD2<Double>] {
        sides.reduce(corners) { corners, side in
            var kept: [SIMD2<Double>] = []
            guard var previous = corners.last else { return [] }
            for corner in corners {
                let (before, after) = (Self.distance(previous, side), Self.distance(corner, side))
                if (before < 0) != (after < 0) {
                    kept.append(previous + (corner - previous) * (before / (before - after)))
                }
                if after >= 0 { kept.append(corner) }
                previous = corner
            }
            return kept
        }
    }

    /// The part of the level `floor` between the edges that is in the picture, from left to right; nothing for none.
    func level(_ floor: Double) -> (from: Double, to: Double)? {
        var (from, to) = (0.0, 1.0)
        for side in sides {
            let (left, right) = (Self.distance(SIMD2(0, floor), side), Self.distance(SIMD2(1, floor), side))
            if left < 0, right < 0 { return nil }
            if left < 0 { from = max(from, left / (left - right)) }
            if right < 0 { to = min(to, left / (left - right)) }
        }
        return from < to ? (from, to) : nil
    }

    /// The polygon `corners` of the facade, clipped, in image space; without corners that coincide.
    func polygon(_ corners: [SIMD2<Double>]) -> Polygon {
        var points: [ImagePoint] = []
        for corner in clipped(corners) {
            guard let point = shown(corner.x, corner.y) else { continue }
            if let last = points.last, Self.coincide(last, point) { continue }
            points.append(point)
        }
        if let first = points.first, let last = points.last, points.count > 1, Self.coincide(first, last) {
            points.removeLast()
        }
        return Polygon(points)
    }

    /// The place of a point that was clipped, held inside the picture against rounding.
    func shown(_ across: Double, _ floor: Double) -> ImagePoint? {
        map.point(across: across, floor: floor).map {
            ImagePoint(x: min(max($0.x, 0), 1), y: min(max($0.y, 0), 1))
        }
    }

    /// Share of the storey `floor` that is in the picture, 0…1, measured on the facade.
    func share(ofStorey floor: Int) -> Double {
        let (low, high) = (Double(floor), Double(floor) + 1)
        let corners = clipped([SIMD2(0, low), SIMD2(1, low), SIMD2(1, high), SIMD2(0, high)])
        guard var previous = corners.last else { return 0 }
        var area = 0.0
        for corner in corners {
            // Counted from the storey's level, so that nothing is lost to rounding.
            area += previous.x * (corner.y - low) - corner.x * (previous.y - low)
            previous = corner
        }
        return min(abs(area) / 2, 1)
    }

    private static func distance(_ point: SIMD2<Double>, _ side: SIMD3<Double>) -> Double {
        (side * SIMD3(point, 1)).sum()
    }

    /// Nearer than a twenty-thousandth of the picture: a tenth of a pixel.
    private static func coincide(_ one: ImagePoint, _ other: ImagePoint) -> Bool {
        abs(one.x - other.x) < 5e-5 && abs(one.y - other.y) < 5e-5
    }
}
