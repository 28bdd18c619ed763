private import Glibc

/// A window cleaner's cradle: a long box that is let down or pulled up at constant speed.
public struct Cradle: SceneActor {
    /// `cradle`.
    public let kind = ActorKind.cradle
    /// Middle of its floor at media time 0, in metres.
    public var start: SIMD3<Double>
    /// Metres per second upwards; negative downwards.
    public var speed: Double
    /// Length and height in metres.
    public var size: SIMD2<Double>

    /// A cradle at `start` at media time 0.
    public init(start: SIMD3<Double>, speed: Double = -0.4, size: SIMD2<Double> = SIMD2(3.2, 1.1)) {
        self.start = start
        self.speed = speed
        self.size = size
    }

    /// Middle of its floor at `mediaTime`, in metres.
    public func position(at mediaTime: Double) -> SIMD3<Double> { start + SIMD3(0, speed * mediaTime, 0) }

    /// Draws the box, its rail and the two who stand in it.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        let floor = position(at: mediaTime)
        guard floor.y > -size.y else { return }
        for side in [-0.6, 0.6] {
            canvas.draw(at: mediaTime, contrast: .colour(Colour(luma: 70, u: 118, v: 150))) { instant in
                (position(at: instant) + SIMD3(side, size.y + 0.15, 0), SIMD2(0.5, 1.1))
            }
        }
        let box = Building.Pane(left: floor.x - size.x / 2, bottom: floor.y, width: size.x, height: size.y)
        canvas.fill(box.corners(outward: floor.z), paint: .cover(Colour(luma: 120, u: 100, v: 160)))
        let rail = Building.Pane(left: box.left, bottom: floor.y + 0.7 * size.y, width: size.x, height: 0.12)
        canvas.fill(rail.corners(outward: floor.z), paint: .cover(Colour(luma: 215)))
    }
}

/// A drone: it hovers, then flies on at constant speed.
public struct Drone: SceneActor {
    /// `drone`.
    public let kind = ActorKind.drone
    /// Where it hovers, in metres.
    public var start: SIMD3<Double>
    /// Media time at which it leaves, in seconds.
    public var leavesAt: Double
    /// Metres per second from then on.
    public var velocity: SIMD3<Double>
    /// Width in metres.
    public var size: Double

    /// A drone that hovers at `start` until `leavesAt`.
    public init(start: SIMD3<Double>, leavesAt: Double, velocity: SIMD3<Double>, size: Double = 0.45) {
        self.start = start
        self.leavesAt = leavesAt
        self.velocity = velocity
        self.size = size
    }

    /// Where it is at `mediaTime`, in metres; it trembles by some millimetres while it hovers.
    public func position(at mediaTime: Double) -> SIMD3<Double> {
        let tremble = SIMD3(0.02 * sin(7 * mediaTime), 0.02 * sin(9 * mediaTime), 0)
        return start + tremble + velocity * max(0, mediaTime - leavesAt)
    }

    /// Draws its body.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        canvas.draw(at: mediaTime, contrast: .colour(Colour(luma: 30))) { instant in
            let place = position(at: instant)
            return place.y > 0 ? (place, size * SIMD2(1, 0.35)) : nil
        }
    }
}
