import Detectors
import VideoCore

/// Areas of a lift that cannot be meant: with them nothing, or something else, would ring.
enum LiftDoubt: Hashable {
    /// Nothing of the cabin is left to look at.
    case cabinExcluded
    /// Nothing of the door is left to look at.
    case doorExcluded
    /// Door and cabin lie apart, by this share of the picture.
    case apart(Double)

    /// Shares of the picture; threshold and floor seldom meet to the point in what people draw.
    private static let nearest = 0.1
    private static let grid = 40

    /// What is doubtful in `settings`.
    static func all(in settings: EBikeSettings) -> [LiftDoubt] {
        var doubts: [LiftDoubt] = []
        let whole = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { ImagePoint(x: $0.0, y: $0.1) }
        if !settings.excluded.isEmpty {
            if covers(settings.excluded, settings.cabin ?? Polygon(whole)) { doubts.append(.cabinExcluded) }
            if let door = settings.door, covers(settings.excluded, door) { doubts.append(.doorExcluded) }
        }
        if let cabin = settings.cabin, let door = settings.door {
            let gap = distance(cabin, door)
            if gap > nearest { doubts.append(.apart(gap)) }
        }
        return doubts
    }

    /// The key of `ebike` that it is about.
    var key: String {
        switch self {
        case .cabinExcluded, .doorExcluded: "exclude"
        case .apart: "door"
        }
    }

    var problem: String {
        switch self {
        case .cabinExcluded: "it covers the whole cabin, so nothing will ring"
        case .doorExcluded: "it covers the whole door"
        case .apart(let gap):
            "door and cabin do not touch: \(Int((gap * 100).rounded())) % of the picture lie between them"
        }
    }

    var remedy: String {
        switch self {
        case .cabinExcluded, .doorExcluded: "leave out only posters and mirrors"
        case .apart: "draw the door's opening down to the threshold, and the cabin's floor up to it"
        }
    }

    private static func covers(_ excluded: [Polygon], _ area: Polygon) -> Bool {
        var points = 0
        for row in 0..<grid {
            for column in 0..<grid {
                let point = ImagePoint(
                    x: (Double(column) + 0.5) / Double(grid), y: (Double(row) + 0.5) / Double(grid))
                guard area.contains(point) else { continue }
                points += 1
                if !excluded.contains(where: { $0.contains(point) }) { return false }
            }
        }
        return points > 0
    }

    /// The least distance of two polygons; 0 where they overlap.
    private static func distance(_ first: Polygon, _ second: Polygon) -> Double {
        if first.corners.contains(where: second.contains) || second.corners.contains(where: first.contains) { return 0 }
        var least = Double.infinity
        for (one, other) in [(first, second), (second, first)] {
            for corner in one.corners {
                var previous = other.corners[other.corners.count - 1]
                for end in other.corners {
                    least = min(least, distance(of: corner, from: previous, to: end))
                    previous = end
                }
            }
        }
        return least
    }

    private static func distance(of point: ImagePoint, from start: ImagePoint, to end: ImagePoint) -> Double {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = dx * dx + dy * dy
        let along = length > 0 ? ((point.x - start.x) * dx + (point.y - start.y) * dy) / length : 0
        let share = min(max(along, 0), 1)
        let (x, y) = (start.x + share * dx - point.x, start.y + share * dy - point.y)
        return (x * x + y * y).squareRoot()
    }
}
