internal import VideoCore

/// Which share of each storey of a facade a camera watches.
public struct FacadeCoverage: Hashable, Sendable {
    /// Storey → share of it inside the picture and a detection polygon, 0…1; storeys of which nothing is are missing.
    public let shares: [Int: Double]

    /// Points along a storey and heights within it that are looked at. Windows lie in the middle of a storey.
    private static let steps = 40
    private static let heights = [0.25, 0.5, 0.75]

    /// The share of each of `storeys` that `settings` watch; nothing where the floor lines are too few, or contradict
    /// each other.
    ///
    /// Floor lines end where the facade does. Of a facade that goes on beyond the picture on both ends of every line
    /// nobody knows how wide it is: what the lines show then counts as all of it.
    public init?(of storeys: ClosedRange<Int>, in settings: ThrownObjectSettings) {
        guard FloorMap(settings.floors) != nil, let map = FacadeMap(settings.floors) else { return nil }
        var shares: [Int: Double] = [:]
        for storey in storeys {
            let share = Self.share(of: storey, map, settings.facade)
            if share > 0 { shares[storey] = share }
        }
        self.shares = shares
    }

    private static func share(of storey: Int, _ map: FacadeMap, _ polygons: [Polygon]) -> Double {
        var seen = 0
        for height in heights {
            for step in 0..<steps {
                let across = (Double(step) + 0.5) / Double(steps)
                guard let point = map.point(across: across, floor: Double(storey) + height),
                    (0...1).contains(point.x), (0...1).contains(point.y)
                else { continue }
                if polygons.isEmpty || polygons.contains(where: { $0.contains(point) }) { seen += 1 }
            }
        }
        return Double(seen) / Double(steps * heights.count)
    }
}
