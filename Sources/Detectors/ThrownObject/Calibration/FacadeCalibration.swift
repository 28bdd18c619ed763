public import VideoCore

/// A facade in a picture, from a few measurements: its outline, the floor level of each storey, and what can be seen.
///
/// Two floor lines between the facade's edges are four corners of an upright rectangle, which fix the projective map of
/// its plane exactly; more lines are fitted by least squares. See ``FacadeLens`` for sizes.
public struct FacadeCalibration: Hashable, Sendable {
    /// What it was made of.
    public let measurements: FacadeMeasurements
    /// Floor levels that cross the picture, clipped to it, from the lowest up.
    public let floors: [FloorLine]
    /// Where the roof crosses the picture; nil when it does not.
    public let roof: FloorLine?
    /// The facade from the floor level of storey 1 to the roof, clipped to the picture.
    public let facade: Polygon
    /// The camera's lens.
    public let lens: FacadeLens
    /// How well each storey is seen, from the lowest up.
    public let storeys: [StoreySight]
    /// What to mind, the plan's rule first.
    public let warnings: [CalibrationWarning]

    /// From this storey up the district plan wants every window and opening in view.
    public static let lowestWatched = 3
    /// Lines shorter than this share of the picture's width are left out: clipped to a corner they say little.
    private static let shortest = 0.02
    /// Pixels that a line may lie off the others, as a share of the picture's height.
    private static let tolerance = 0.005

    /// Calibrates after `measurements`. Throws the first mistake in them.
    public init(_ measurements: FacadeMeasurements) throws(CalibrationMistake) {
        let map = try measurements.map()
        let outline = PictureOutline(map)
        let top = measurements.storeys + 1
        self.measurements = measurements
        floors = (1..<top).compactMap { Self.line($0, map, outline) }
        roof = Self.line(top, map, outline)
        facade = outline.polygon([
            SIMD2(0, 1), SIMD2(0, Double(top)), SIMD2(1, Double(top)), SIMD2(1, 1),
        ])
        guard facade.corners.count >= 3 else { throw .noFacade }
        let lens = FacadeLens(map, measurements)
        self.lens = lens
        storeys = (1..<top).map { StoreySight($0, map, lens, measurements) }
        warnings = Self.sightWarnings(storeys) + Self.lensWarnings(lens) + Self.lineWarnings(map, measurements)
    }

    /// Whether every opening from floor 3 up is in view, with 3 pixels or more for an object of 10 cm.
    public var meetsRule: Bool { !warnings.contains(where: \.breaksRule) }

    /// The storeys on which an object of 10 cm is seen as `visibility` says, in ascending order.
    public func floors(seen visibility: StoreySight.Visibility) -> [Int] {
        storeys.filter { $0.visibility == visibility }.map(\.floor)
    }

    private static func line(_ floor: Int, _ map: FacadeMap, _ outline: PictureOutline) -> FloorLine? {
        guard let seen = outline.level(Double(floor)), let from = outline.shown(seen.from, Double(floor)),
            let to = outline.shown(seen.to, Double(floor)), to.x - from.x > shortest
        else { return nil }
        return FloorLine(floor: floor, from: from, to: to)
    }

    private static func sightWarnings(_ storeys: [StoreySight]) -> [CalibrationWarning] {
        let watched = storeys.filter { $0.floor >= lowestWatched }
        func floors(_ condition: (StoreySight) -> Bool) -> [Int] { watched.filter(condition).map(\.floor) }
        let groups: [(floors: [Int], warning: ([Int]) -> CalibrationWarning)] = [
            (floors { $0.shareInPicture < 0.01 }, CalibrationWarning.outside),
            (floors { $0.shareInPicture >= 0.01 && !$0.isWhole }, CalibrationWarning.cutOff),
            (floors { $0.visibility == .tooSmall }, CalibrationWarning.tooSmall),
            (floors { $0.visibility == .borderline }, CalibrationWarning.borderline),
        ]
        return groups.filter { !$0.floors.isEmpty }.map { $0.warning($0.floors) }
    }

    private static func lensWarnings(_ lens: FacadeLens) -> [CalibrationWarning] {
        if !lens.isPossible { return [.impossibleLens(lens.fieldOfView)] }
        return lens.basis == .assumed ? [.assumedLens(lens.fieldOfView)] : []
    }

    private static func lineWarnings(
        _ map: FacadeMap, _ measurements: FacadeMeasurements
    ) -> [CalibrationWarning] {
        measurements.lines.flatMap { line in
            let ends = [(line.from, 0.0), (line.to, 1.0)]
            var warnings: [CalibrationWarning] = []
            if !map.knowsEdges, ends.contains(where: { FacadeEdge.isAtBorder($0.0) }) {
                warnings.append(.endsAtBorder(line.floor))
            }
            let off = ends.compactMap { end, edge in
                map.knowsEdges && FacadeEdge.isAtBorder(end)
                    ? nil
                    : map.point(across: edge, floor: Double(line.floor)).map { measurements.pixels(from: end, to: $0) }
            }
            if let worst = off.max(), worst > tolerance * Double(measurements.height) {
                warnings.append(.disagreeing(line.floor, pixels: worst))
            }
            return warnings
        }
    }
}
