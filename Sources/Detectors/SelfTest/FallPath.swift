internal import VideoCore

/// The way of a ball through the picture, from rest until it is out of sight: free fall in metres along the facade.
struct FallPath {
    /// Diameter of the ball, in metres: what the reports speak of.
    static let diameter = 0.1
    /// Metres a second to the side: nothing falls quite straight.
    private static let drift = 0.25
    private static let gravity = 9.81

    /// Storey it falls from.
    let floor: Int
    /// Media time of its release, in seconds.
    let start: Double
    /// Media time at which it is out of sight, in seconds.
    let end: Double
    private let view: FacadeView
    private let drop: FallRoute

    /// A fall along `route`, let go at `start`.
    init(_ route: FallRoute, in view: FacadeView, start: Double) {
        floor = route.floor
        drop = route
        self.view = view
        self.start = start
        end = start + (2 * (route.level - route.lowest) * view.floorHeight / Self.gravity).squareRoot()
    }

    /// Centre and radius of the ball at `mediaTime`, in pixels; nil before and after the fall.
    func ball(at mediaTime: Double) -> (x: Double, y: Double, radius: Double)? {
        guard mediaTime >= start, mediaTime <= end else { return nil }
        let t = mediaTime - start
        let level = drop.level - Self.gravity * t * t / 2 / view.floorHeight
        guard let point = view.point(level: level, x: drop.x) else { return nil }
        let scale = view.pixelsPerMetre(at: point)
        let aside = Self.drift * t * scale * (drop.x < 0.5 ? 1 : -1)
        return (point.x * view.width + aside, point.y * view.height, Self.diameter / 2 * scale)
    }

    /// Diameter at the moment of release, in pixels.
    var pixelsAtRelease: Double { 2 * (ball(at: start)?.radius ?? 0) }

    /// Whether a track is this fall: most of its points lie where the ball was.
    func explains(_ track: [TrackPoint]) -> Bool {
        guard !track.isEmpty else { return false }
        let near = track.count { point in
            guard let ball = ball(at: point.mediaTime) else { return false }
            let (dx, dy) = (point.pointInImage.x * view.width - ball.x, point.pointInImage.y * view.height - ball.y)
            // The centre of a streak, a halo or half a ball: a hundredth of the height.
            return (dx * dx + dy * dy).squareRoot() < 0.01 * view.height + 2 * ball.radius + 2
        }
        return 2 * near > track.count
    }
}
