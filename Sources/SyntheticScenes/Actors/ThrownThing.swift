/// How large a thing is.
public enum ThingSize: Hashable, Sendable {
    /// Diameter in metres.
    case metres(Double)
    /// Diameter in pixels at the moment of release; it grows as the thing comes nearer to the camera.
    case pixels(Double)
}

/// A round thing in free flight: a fall when it is let go above the ground, a ball when it is thrown up from below.
public struct ThrownThing: SceneActor {
    /// Whether it must ring.
    public let kind: ActorKind
    /// Media time of release, in seconds.
    public let releasedAt: Double
    /// Its path.
    public let trajectory: Trajectory
    /// Diameter.
    public var size: ThingSize
    /// How it stands out.
    public var contrast: Contrast
    /// Height over width of its outline.
    public var aspect: Double
    /// Share of the contrast that its mirror image in the windows has; 0: none.
    public var reflection: Double

    /// A thing let go or thrown at `releasedAt` from `start` (metres; z is the distance from the facade) with `velocity`
    /// (m/s). `terminalSpeed` (m/s) gives it air drag.
    public init(
        kind: ActorKind = .fall, releasedAt: Double, from start: SIMD3<Double>, velocity: SIMD3<Double> = .zero,
        size: ThingSize, contrast: Contrast, terminalSpeed: Double? = nil, aspect: Double = 1, reflection: Double = 0
    ) {
        self.kind = kind
        self.releasedAt = releasedAt
        trajectory = Trajectory(start: start, velocity: velocity, terminalSpeed: terminalSpeed)
        self.size = size
        self.contrast = contrast
        self.aspect = aspect
        self.reflection = reflection
    }

    /// The exact path.
    public var flight: Flight? {
        Flight(start: releasedAt, trajectory: trajectory) { mediaTime, exposure, camera in
            sweep(at: mediaTime, exposure: exposure, camera: camera)
        }
    }

    /// Draws the streak that it leaves, and its mirror image below it.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        let paint = Paint(contrast, sigma: canvas.sigma)
        if reflection > 0, let sweep = mirrored(at: mediaTime, canvas: canvas) {
            canvas.draw(sweep, paint: paint, opacity: reflection)
        }
        if let sweep = sweep(at: mediaTime, exposure: canvas.exposure, camera: canvas.camera) {
            canvas.draw(sweep, paint: paint)
        }
    }

    private func sweep(at mediaTime: Double, exposure: Double, camera: PinholeCamera) -> Sweep? {
        Sweep(at: mediaTime, exposure: exposure) { instant in
            trajectory.state(at: instant - releasedAt).flatMap { ellipse(at: $0.position, camera: camera) }
        }
    }

    /// The image in the glass, as far behind the facade as the thing is in front of it; only where glass is.
    private func mirrored(at mediaTime: Double, canvas: borrowing Canvas) -> Sweep? {
        let (camera, building) = (canvas.camera, canvas.building)
        return Sweep(at: mediaTime, exposure: canvas.exposure) { instant in
            guard let state = trajectory.state(at: instant - releasedAt) else { return nil }
            let behind = state.position * SIMD3(1, 1, -1)
            guard let ellipse = ellipse(at: behind, camera: camera), let seen = camera.point(at: ellipse.centre),
                building.isGlass(x: seen.x, height: seen.y)
            else { return nil }
            return ellipse
        }
    }

    private func ellipse(at position: SIMD3<Double>, camera: PinholeCamera) -> Sweep.Ellipse? {
        guard let centre = camera.pixel(of: position), let scale = camera.pixelsPerMetre(at: position) else {
            return nil
        }
        let width = diameter(camera: camera) * scale
        return Sweep.Ellipse(centre: centre, halfAxes: SIMD2(width, width * aspect) / 2)
    }

    private func diameter(camera: PinholeCamera) -> Double {
        switch size {
        case .metres(let metres): return metres
        case .pixels(let pixels):
            guard let start = trajectory.state(at: 0), let scale = camera.pixelsPerMetre(at: start.position) else {
                return 0
            }
            return pixels / scale
        }
    }
}
