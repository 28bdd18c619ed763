internal import VideoCore

/// How a plane facade lies in the picture: places from storeys, and pixels for each metre across the line of sight.
///
/// The floor lines give the projective map from places to heights. Its divisor is, but for a factor, the inverse of the
/// distance; that the facade is upright and heights are metres settles the factor once a focal length is assumed
/// (Hartley and Zisserman, Multiple View Geometry, ch. 8: a plane of known metric). Pixels are taken to be square.
struct FacadeView {
    /// Focal length as a share of the width: a lens of 71° across, the middle of those that are mounted (O). A third
    /// more or less changes the scale by less than a fifth, where the facade is seen from below.
    private static let focalShare = 0.7

    let map: FloorMap
    let floorHeight: Double
    let width: Double
    let height: Double
    /// Pixels for each metre where the map's divisor is 1.
    private let scale: Double

    /// Nothing without a map: the floor lines say too little.
    init?(_ settings: ThrownObjectSettings, width: Int, height: Int) {
        guard let map = FloorMap(settings.floors) else { return nil }
        self.map = map
        floorHeight = settings.floorHeight
        self.width = Double(width)
        self.height = Double(height)
        scale = Self.scale(map, metres: settings.floorHeight, width: Double(width), height: Double(height))
        guard scale.isFinite, scale > 0 else { return nil }
    }

    private static func scale(_ map: FloorMap, metres: Double, width: Double, height: Double) -> Double {
        // The map's terms for pixels from the middle of the picture.
        let (p, q) = (metres * map.p / width, metres * map.q / height)
        let r = metres * (map.r + (map.p + map.q) / 2)
        let (u, v, d) = (map.u / width, map.v / height, 1 + (map.u + map.v) / 2)
        let focal = focalShare * width
        // Height of the camera: it makes "up" and "away from the facade" stand at right angles.
        let camera = (p * u + q * v + r * d / focal / focal) / (u * u + v * v + d * d / focal / focal)
        let up = (p - camera * u, q - camera * v, (r - camera * d) / focal)
        return 1 / (up.0 * up.0 + up.1 * up.1 + up.2 * up.2).squareRoot()
    }

    /// Pixels that a metre takes across the line of sight at `point`.
    func pixelsPerMetre(at point: ImagePoint) -> Double { scale * (1 + map.u * point.x + map.v * point.y) }

    /// Where storey `level` (9.5: half-way up storey 9) is in the column `x`, a share of the width; nil beyond the
    /// horizon of the facade.
    func point(level: Double, x: Double) -> ImagePoint? {
        let divisor = map.q - level * map.v
        guard divisor < 0 else { return nil }
        let point = ImagePoint(x: x, y: (level * (1 + map.u * x) - map.p * x - map.r) / divisor)
        return 1 + map.u * point.x + map.v * point.y > 0.01 ? point : nil
    }
}
