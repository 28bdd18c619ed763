public import VideoCore

/// Where a floor level crosses the picture.
public struct FloorLevel: Hashable, Sendable {
    /// Storey whose floor level this is.
    public var floor: Int
    /// Left end, in image space.
    public var from: ImagePoint
    /// Right end, in image space.
    public var to: ImagePoint
}

/// A thrown thing in one picture.
public struct TruePoint: Hashable, Sendable {
    /// Number of the picture.
    public var frame: Int
    /// Media time of the picture, in seconds.
    public var mediaTime: Double
    /// Centre of the streak it leaves, in pixels.
    public var centre: SIMD2<Double>
    /// Width and height of the box around the streak, in pixels.
    public var size: SIMD2<Double>
    /// Height above the ground, in metres.
    public var height: Double
}

/// A thrown thing from release to the ground.
public struct TrueFlight: Hashable, Sendable {
    /// `fall` must ring, `ballUp` must not.
    public var kind: ActorKind
    /// Storey of release with fraction: 9.0 is the floor level of storey 9.
    public var originFloor: Double
    /// Media time of release, in seconds.
    public var start: Double
    /// Media time of landing, in seconds.
    public var end: Double
    /// Metres from the highest point to the ground.
    public var drop: Double
    /// Its places in those pictures that show its centre, oldest first.
    public var points: [TruePoint]

    /// The storey of release.
    public var originStorey: Int { Int(originFloor.rounded(.down)) }

    /// Metres that it falls inside the picture.
    public var visibleDrop: Double {
        guard let top = points.map(\.height).max(), let bottom = points.last?.height else { return 0 }
        return top - bottom
    }
}

/// What is really in a scene, for tests to compare with.
public struct GroundTruth: Hashable, Sendable {
    /// Outline of the facade in the picture.
    public let facade: Polygon
    /// Floor levels that cross the picture, lowest first.
    public let floorLines: [FloorLevel]
    /// Metres from one floor level to the next.
    public let floorHeight: Double
    /// Everything thrown, falls and balls.
    public let flights: [TrueFlight]
    /// Kinds of actors in the scene.
    public let kinds: [ActorKind]

    /// What must ring.
    public var falls: [TrueFlight] { flights.filter { $0.kind == .fall } }

    init(scene: Scene, pictures: [Int]) {
        facade = Self.facade(of: scene)
        floorLines = Self.floorLines(of: scene)
        floorHeight = scene.building.floorHeight
        kinds = scene.actors.map(\.kind)
        let offset = Double(pictures.first ?? 0) / scene.cadence.framesPerSecond
        flights = scene.actors.compactMap { actor in
            actor.flight.map { flight in
                TrueFlight(
                    kind: actor.kind,
                    originFloor: scene.building.floor(at: flight.trajectory.state(at: 0)?.position.y ?? 0),
                    start: flight.start - offset, end: flight.start + flight.trajectory.duration - offset,
                    drop: flight.trajectory.apex, points: Self.points(of: flight, in: scene, pictures: pictures))
            }
        }
    }

    private static func points(of flight: Flight, in scene: Scene, pictures: [Int]) -> [TruePoint] {
        let first = pictures.first ?? 0
        return pictures.enumerated().compactMap { index, sent in
            let time = scene.capture(of: sent).time
            var camera = scene.camera
            camera.displacement = scene.shake?.displacement(at: time) ?? .zero
            guard let state = flight.trajectory.state(at: time - flight.start),
                let sweep = flight.sweep(time, scene.exposure, camera), camera.shows(sweep.centre)
            else { return nil }
            let (low, high) = sweep.bounds
            return TruePoint(
                frame: index, mediaTime: Double(sent - first) / scene.cadence.framesPerSecond, centre: sweep.centre,
                size: high - low, height: state.position.y)
        }
    }

    private static func facade(of scene: Scene) -> Polygon {
        let building = scene.building
        let outline = Building.Pane(
            left: -building.width / 2, bottom: 0, width: building.width, height: building.height)
        let corners = outline.corners().compactMap { scene.camera.pixel(of: $0) }.map(scene.camera.imagePoint)
        return Polygon(clippedToPicture(corners))
    }

    private static func floorLines(of scene: Scene) -> [FloorLevel] {
        let (building, camera) = (scene.building, scene.camera)
        return (1...building.floors).compactMap { floor in
            let level = building.level(of: Double(floor))
            guard let left = camera.pixel(of: SIMD3(-building.width / 2, level, 0)),
                let right = camera.pixel(of: SIMD3(building.width / 2, level, 0))
            else { return nil }
            let ends = clippedToPicture([left, right].map(camera.imagePoint))
            guard let from = ends.first, let to = ends.dropFirst().first, from != to else { return nil }
            return FloorLevel(floor: floor, from: from, to: to)
        }
    }
}

extension PinholeCamera {
    func shows(_ pixel: SIMD2<Double>) -> Bool {
        pixel.x >= 0 && pixel.y >= 0 && pixel.x < Double(width) && pixel.y < Double(height)
    }
}
