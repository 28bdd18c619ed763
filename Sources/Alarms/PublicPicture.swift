public import VideoCore

/// What of an alarm's pictures may be shown to others: a mosaic in which nobody can be recognised, but for the place of the
/// incident, and there all but the heads of people that were found.
///
/// A face that no network has found is so coarse as all that is not the incident; only at its place finding counts.
public struct PublicPicture: Hashable, Sendable {
    /// What stays as it is.
    public let places: [Region]

    /// Blocks across the picture: a face that fills a tenth of it is four wide.
    private static let blocks = 40
    /// Upper part of a person in which the head is, for cameras in a corner and above.
    private static let headShare = 0.4
    /// Share of its size that is shown on each side of an incident.
    private static let margin = 0.1

    /// Shows where `events` say that something is, and what moved from where to where.
    public init(of events: [AlarmEvent]) {
        let shown = events.flatMap { event in
            [event.data.regionInImage, Region(around: event.data.track.map(\.pointInImage))].compactMap(\.self)
        }
        var places: [Region] = []
        // Those of an incident that grows lie within its last; each costs a look for people.
        for place in shown.map({ $0.grown(by: Self.margin) }) where !places.contains(where: { $0.contains(place) }) {
            places.removeAll { place.contains($0) }
            places.append(place)
        }
        self.places = places
    }

    /// `frame`, in which `people` stand, as it may be shown; `frame` itself stays as it is.
    public func drawn(on frame: Frame, people: [Region]) -> Frame {
        let picture = Picture(copying: frame)
        var canvas = unsafe Canvas(luma: picture.luma, chromaU: picture.chromaU, chromaV: picture.chromaV)
        let heads = people.map { Region(x: $0.x, y: $0.y, width: $0.width, height: Self.headShare * $0.height) }
        let side = max(Snapshot.leastBlock, canvas.width / Self.blocks & ~1)
        canvas.flatten(blocks: side) { area in
            // A block at the right or lower edge goes on beyond the picture.
            let within = Region(
                x: area.x, y: area.y, width: min(area.width, 1 - area.x), height: min(area.height, 1 - area.y))
            return !places.contains { $0.contains(within) } || heads.contains { $0.overlaps(within) }
        }
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime,
            isKeyframe: frame.isKeyframe, index: frame.index)
    }
}

extension Region {
    /// The smallest rectangle with all `points` in it; nil where there are none.
    init?(around points: [ImagePoint]) {
        guard let left = points.map(\.x).min(), let right = points.map(\.x).max(), let top = points.map(\.y).min(),
            let bottom = points.map(\.y).max()
        else { return nil }
        self.init(x: left, y: top, width: right - left, height: bottom - top)
    }
}
