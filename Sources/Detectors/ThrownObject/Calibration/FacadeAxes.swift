/// The facade's two directions in the picture: the first two columns of the map to centred pixels, along the facade's
/// whole width and up one metre. See ``FacadeLens`` for the method.
struct FacadeAxes {
    let along: SIMD2<Double>
    let alongDepth: Double
    let up: SIMD2<Double>
    let upDepth: Double

    init(_ map: FacadeMap, _ measurements: FacadeMeasurements) {
        let (width, height) = (Double(measurements.width), Double(measurements.height))
        let x = (map.homography.x - 0.5 * map.homography.divisor) * width
        let y = (map.homography.y - 0.5 * map.homography.divisor) * height
        let divisor = map.homography.divisor
        along = SIMD2(x.x, y.x)
        alongDepth = divisor.x
        up = SIMD2(x.y, y.y) / measurements.floorHeight
        upDepth = divisor.y / measurements.floorHeight
    }

    /// From the right angle between the two alone; nothing where it says nothing.
    var squareOfFocalLength: Double? {
        let product = alongDepth * upDepth
        return product == 0 ? nil : -(along * up).sum() / product
    }

    /// From the right angle and the equal lengths.
    func squareOfFocalLength(facadeWidth: Double) -> Double? {
        let (a, c) = (along / facadeWidth, alongDepth / facadeWidth)
        let (difference, product) = (c * c - upDepth * upDepth, 2 * c * upDepth)
        let weight = difference * difference + product * product
        guard weight > 0 else { return nil }
        return (difference * ((up * up).sum() - (a * a).sum()) - 2 * product * (a * up).sum()) / weight
    }

    /// Length of the upward column, F times that of a unit vector before the camera.
    func length(up square: Double) -> Double { ((up * up).sum() + square * upDepth * upDepth).squareRoot() }

    /// The same along the facade.
    func length(along square: Double) -> Double {
        ((along * along).sum() + square * alongDepth * alongDepth).squareRoot()
    }
}
