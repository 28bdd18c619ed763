internal import VideoCore

/// What makes floor lines hard to believe: a storey's number typed wrong passes every other check, and falls then look like
/// no fall or come from the wrong floor.
public enum FloorDoubt: Hashable, Sendable {
    /// No plane facade shows these lines: they contradict each other, and no floor is named.
    case contradiction
    /// So many storeys lie between two lines that each is this share of the picture's height: too little to tell what falls
    /// past two of them.
    case crowded(share: Double)
    /// Storeys at the highest line look so many times as high as at the lowest, which no camera at the foot of a building
    /// shows.
    case growing(times: Double)

    /// Storeys of less than 9 rows of a 1080p picture.
    private static let leastShare = 0.008
    /// Seen from a window opposite, upper and lower storeys look alike; from a roof opposite the upper ones look higher.
    private static let mostGrowth = 2.0

    /// What is doubtful about `lines`, if anything; nothing for fewer than two.
    public init?(_ lines: [FloorLine]) {
        guard let lowest = lines.min(by: { $0.floor < $1.floor }), let highest = lines.max(by: { $0.floor < $1.floor }),
            lowest.floor < highest.floor
        else { return nil }
        guard let map = FloorMap(lines) else {
            self = .contradiction
            return
        }
        let (below, above) = (map.share(at: lowest), map.share(at: highest))
        if max(below, above) < Self.leastShare {
            self = .crowded(share: max(below, above))
        } else if above > Self.mostGrowth * below {
            self = .growing(times: above / below)
        } else {
            return nil
        }
    }
}

extension FloorMap {
    /// Height of a storey at the middle of `line`, as a share of the picture's.
    fileprivate func share(at line: FloorLine) -> Double {
        let middle = ImagePoint(x: (line.from.x + line.to.x) / 2, y: (line.from.y + line.to.y) / 2)
        return 1 / max(abs(slope(at: middle)), 1e-6)
    }
}
