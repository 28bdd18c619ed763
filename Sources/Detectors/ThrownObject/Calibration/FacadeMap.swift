internal import VideoCore

/// The plane of a facade as a picture shows it, from floor lines whose ends lie on its left and right edge: `across`
/// counts from 0 at the left edge to 1 at the right one, `floor` in storeys with their fraction.
struct FacadeMap: Hashable {
    /// From (across, floor) to shares of the picture.
    let homography: Homography
    /// Whether each edge was seen inside the picture by two lines or more, so that `across` can be relied on.
    let knowsEdges: Bool

    /// The map through `lines`; ends at the picture's border are taken for clipped where two others show the same edge.
    /// Nothing for fewer than two storeys, and for lines that are not those of an upright plane.
    init?(_ lines: [FloorLine]) {
        let lines = lines.map(\.fromLeftToRight)
        guard let low = lines.map(\.floor).min(), let high = lines.map(\.floor).max(), low < high else { return nil }
        guard let left = FacadeEdge(lines.map(\.from)), let right = FacadeEdge(lines.map(\.to)) else { return nil }
        let height = Double(high - low)
        var pairs: [(from: SIMD2<Double>, to: SIMD2<Double>)] = []
        for line in lines {
            let floor = Double(line.floor - low) / height
            guard let from = left.crossing(line), let to = right.crossing(line) else { return nil }
            pairs += [(SIMD2(0, floor), from), (SIMD2(1, floor), to)]
        }
        guard let fitted = Homography(fitting: pairs) else { return nil }
        homography = fitted.counting(from: Double(low), in: height)
        knowsEdges = left.isSeen && right.isSeen
        guard let bottom = point(across: 0.5, floor: Double(low)), let top = point(across: 0.5, floor: Double(high)),
            top.y < bottom.y
        else { return nil }
    }

    /// The place in the picture, inside it or not; nothing behind the camera.
    func point(across: Double, floor: Double) -> ImagePoint? {
        homography.place(of: SIMD2(across, floor)).map { ImagePoint(x: $0.x, y: $0.y) }
    }

    /// Shares of the picture's height by which the next storey lies higher there; nothing behind the camera.
    func rise(across: Double, floor: Double) -> Double? {
        let place = SIMD3(across, floor, 1)
        let depth = (homography.divisor * place).sum()
        guard depth > 1e-6 else { return nil }
        return ((homography.y * place).sum() / depth * homography.divisor.y - homography.y.y) / depth
    }

    /// The place on the facade's plane that `point` shows; nothing beyond its horizon.
    func position(of point: ImagePoint) -> (across: Double, floor: Double)? {
        homography.origin(of: SIMD2(point.x, point.y)).map { (across: $0.x, floor: $0.y) }
    }
}

extension FloorLine {
    /// The same line, its ends in the order of reading.
    fileprivate var fromLeftToRight: FloorLine {
        from.x <= to.x ? self : FloorLine(floor: floor, from: to, to: from)
    }
}
