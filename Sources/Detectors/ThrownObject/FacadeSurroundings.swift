internal import VideoCore
internal import Vision

/// What lies to the left and right of a facade, where a track may begin though it does not belong to it: what is thrown far
/// towards the camera leaves the outline before it is fast enough to be seen. The judge asks where it came from.
struct FacadeSurroundings {
    /// Share of the picture by which they reach beyond the widest rows of the facade.
    private static let reach = 0.12
    /// Thresholds by which a blob must stand out there, and pixels that it must measure: noise does neither.
    private static let (leastStrength, leastSize) = (3.0, 6.0)

    private let facade: [Polygon]
    /// In image space.
    private let x: ClosedRange<Double>
    private let y: ClosedRange<Double>

    /// Nothing where the facade is the whole picture, or where fewer than three floor lines leave open where a path came
    /// from.
    init?(_ settings: ThrownObjectSettings) {
        let corners = settings.facade.flatMap(\.corners)
        guard FloorMap(settings.floors)?.isProjective == true, let left = corners.map(\.x).min(),
            let right = corners.map(\.x).max(), let top = corners.map(\.y).min(), let bottom = corners.map(\.y).max()
        else { return nil }
        facade = settings.facade
        x = left - Self.reach...right + Self.reach
        y = top...bottom
    }

    /// Whether `blob`, at `point` outside the facade, is large and plain enough to begin a track.
    func mayBegin(_ blob: Blob, at point: ImagePoint) -> Bool {
        blob.strength >= Self.leastStrength && min(blob.width, blob.height) >= Self.leastSize
            && x.contains(point.x) && y.contains(point.y) && !isWithin(point)
    }

    /// Whether the facade goes on to both sides of `point`: what lies between was left out by intention.
    private func isWithin(_ point: ImagePoint) -> Bool {
        var (left, right) = (Double.infinity, -Double.infinity)
        for polygon in facade {
            guard var previous = polygon.corners.last else { continue }
            for corner in polygon.corners {
                if (corner.y > point.y) != (previous.y > point.y) {
                    let share = (point.y - corner.y) / (previous.y - corner.y)
                    let crossing = (previous.x - corner.x) * share + corner.x
                    (left, right) = (min(left, crossing), max(right, crossing))
                }
                previous = corner
            }
        }
        return point.x > left && point.x < right
    }
}
