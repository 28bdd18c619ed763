public import VideoCore

/// What comes into a lift.
public enum LiftVisitorKind: String, CaseIterable, Hashable, Sendable {
    /// A powered two-wheeler: the only one that must ring.
    case ebike
    /// A bicycle.
    case bicycle
    /// A pram.
    case pram
    /// Someone on foot.
    case person
}

/// Something that comes in through the door, stands somewhere, and leaves.
public struct LiftVisit: Hashable, Sendable {
    /// What it is.
    public var kind: LiftVisitorKind
    /// Media time at which its front crosses the threshold, in seconds.
    public var enters: Double
    /// Media time at which it is on the threshold again, on its way out; nil when it stays.
    public var leaves: Double?
    /// Where it stands: metres from the middle of the door, to the right.
    public var across: Double
    /// Where it stands: metres behind the threshold; below 0 it never comes in.
    public var depth: Double
    /// Metres a second.
    public var speed: Double

    /// A visit of something that stands in the middle of the cabin.
    public init(
        _ kind: LiftVisitorKind, enters: Double, leaves: Double? = nil, across: Double = 0, depth: Double = 0.7,
        speed: Double = 0.8
    ) {
        (self.kind, self.enters, self.leaves) = (kind, enters, leaves)
        (self.across, self.depth, self.speed) = (across, depth, speed)
    }

    /// Metres from the threshold to its front at media time `t`, below 0 outside; nil while it is out of sight.
    public func reach(at t: Double) -> Double? {
        let ahead = (t - enters) * speed
        let back = leaves.map { ($0 - t) * speed } ?? .infinity
        let reach = min(ahead, back, depth)
        return reach > -Self.sight ? reach : nil
    }

    /// Metres in front of the door that the camera sees.
    static let sight = 2.5
}

/// A lift's cabin with a door that opens and shuts, seen from a corner of its ceiling; the same scene gives the same
/// bytes on every run.
///
/// Space, in metres: the origin is the middle of the threshold, x to the right as the camera sees it, y upwards, z into
/// the cabin.
public struct LiftScene: Sendable {
    /// Who comes.
    public var visits: [LiftVisit]
    /// When the door is open, in media time; it moves for a second before and after.
    public var doorOpen: [ClosedRange<Double>]
    /// Seconds.
    public var duration: Double
    /// Pictures in a second.
    public var framesPerSecond: Double
    /// Noise of the sensor.
    public var noise: SensorNoise
    /// Chooses noise.
    public var seed: UInt64
    /// Columns and rows of the picture.
    public var size: (width: Int, height: Int)
    /// Whether the camera gives no colour.
    public var isInfrared = false

    static let cabin = SIMD3(1.6, 2.3, 1.7)
    static let doorWidth = 1.0
    static let doorHeight = 2.05

    /// A cabin with `visits`, whose door opens for each of them unless `doorOpen` says when.
    public init(
        _ visits: [LiftVisit], doorOpen: [ClosedRange<Double>]? = nil, duration: Double, framesPerSecond: Double = 12.5,
        size: (width: Int, height: Int) = (640, 360), noise: SensorNoise = SensorNoise(sigma: 1.5), seed: UInt64 = 1
    ) {
        self.visits = visits
        self.duration = duration
        self.framesPerSecond = framesPerSecond
        self.size = size
        self.noise = noise
        self.seed = seed
        self.doorOpen = doorOpen ?? Self.doors(for: visits)
    }

    /// From two seconds before to three after each crossing.
    private static func doors(for visits: [LiftVisit]) -> [ClosedRange<Double>] {
        visits.flatMap { [$0.enters] + ($0.leaves.map { [$0] } ?? []) }.sorted().map { $0 - 2...$0 + 3 }
    }

    /// How far the door is open at media time `t`, 0…1.
    public func opening(at t: Double) -> Double {
        doorOpen.reduce(0) { widest, range in
            max(widest, min(1, max(0, min(t - range.lowerBound + 1, range.upperBound + 1 - t))))
        }
    }

    /// The camera.
    public var camera: PinholeCamera {
        PinholeCamera(
            width: size.width, height: size.height, position: SIMD3(0.3, 2.25, 1.65), tilt: -50, pan: -8,
            verticalFieldOfView: 82)
    }

    /// The cabin's floor in the picture: what `cabin` of a camera's configuration is to enclose.
    public var floor: Polygon {
        outline([(-0.8, 0, 0), (0.8, 0, 0), (0.8, 0, 1.7), (-0.8, 0, 1.7)])
    }

    /// The door opening in the picture, with the ground before it.
    public var door: Polygon {
        outline([(-0.5, 2.05, 0), (0.5, 2.05, 0), (0.5, 0, 0), (-0.5, 0, 0)])
    }

    /// Media times at which e-bikes cross the threshold to come in, in order.
    public var entries: [Double] { visits.filter { $0.kind == .ebike && $0.depth > 0 }.map(\.enters).sorted() }

    private func outline(_ corners: [(Double, Double, Double)]) -> Polygon {
        let camera = camera
        return Polygon(
            corners.compactMap { camera.pixel(of: SIMD3($0.0, $0.1, $0.2)) }.map { pixel in
                let point = camera.imagePoint(pixel)
                return ImagePoint(x: min(max(point.x, 0), 1), y: min(max(point.y, 0), 1))
            })
    }
}
