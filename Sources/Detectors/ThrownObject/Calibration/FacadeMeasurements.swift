internal import VideoCore

/// What an installer reads off a picture of a facade, and knows of the building.
public struct FacadeMeasurements: Hashable, Sendable {
    /// Columns of the picture, in pixels.
    public var width: Int
    /// Rows of the picture, in pixels.
    public var height: Int
    /// The floor levels of two storeys or more, each from the facade's left edge to its right edge.
    public var lines: [FloorLine]
    /// Number of storeys above ground, the first being 1.
    public var storeys: Int
    /// Metres from one storey to the next.
    public var floorHeight: Double = 2.9
    /// Metres from the facade's left edge to its right edge, where they are known.
    public var facadeWidth: Double?
    /// The lens's field of view across the picture in degrees, where it is known.
    public var fieldOfView: Double?

    /// `lines` in a picture of `width` × `height` pixels, of a building of `storeys` storeys.
    public init(width: Int, height: Int, lines: [FloorLine], storeys: Int) {
        self.width = width
        self.height = height
        self.lines = lines
        self.storeys = storeys
    }

    /// The map that the lines make. Throws the first mistake that keeps them from making one.
    func map() throws(CalibrationMistake) -> FacadeMap {
        guard (1...200).contains(storeys) else { throw .storeys(storeys) }
        let lines = lines.sorted { $0.floor < $1.floor }
        guard lines.count >= 2 else { throw .tooFewLines(lines.count) }
        for line in lines {
            guard line.floor >= 1 else { throw .belowGround(line.floor) }
            guard line.floor <= storeys else { throw .aboveRoof(line.floor, storeys: storeys) }
            guard line.from.x < line.to.x else { throw .swappedEnds(line.floor) }
        }
        for (lower, upper) in zip(lines, lines.dropFirst()) {
            guard lower.floor < upper.floor else { throw .repeatedFloor(lower.floor) }
            let rises = [lower.from.y - upper.from.y, lower.to.y - upper.to.y]
            guard rises.contains(where: { $0 > 0 }) else { throw .notAbove(lower.floor, upper.floor) }
            guard rises.allSatisfy({ $0 > 0 }) else { throw .crossing(lower.floor, upper.floor) }
        }
        guard let map = FacadeMap(lines) else { throw .noFacade }
        for line in lines { try check(line, map) }
        return map
    }

    /// Pixels between two places of the picture.
    func pixels(from one: ImagePoint, to other: ImagePoint) -> Double {
        let offset = SIMD2((one.x - other.x) * Double(width), (one.y - other.y) * Double(height))
        return (offset * offset).sum().squareRoot()
    }

    /// Half a storey up or down is a storey counted wrong, a tenth of the width aside another edge.
    private func check(_ line: FloorLine, _ map: FacadeMap) throws(CalibrationMistake) {
        for (end, edge) in [(line.from, 0.0), (line.to, 1.0)] {
            guard let place = map.position(of: end) else { throw .noFacade }
            let off = place.floor - Double(line.floor)
            guard abs(off) < 0.5 else { throw .disagreeing(line.floor, by: off) }
            let isClipped = map.knowsEdges && FacadeEdge.isAtBorder(end)
            guard isClipped || abs(place.across - edge) < 0.1 else { throw .noFacade }
        }
    }
}
