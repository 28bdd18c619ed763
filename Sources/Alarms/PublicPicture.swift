public import VideoCore

/// What of an alarm's pictures may be shown to others: a coarse mosaic but for the place of the incident, and there all but
/// the heads of people that were found.
///
/// A face that no network has found is as coarse as all else that is not the incident; only at its place finding counts.
public struct PublicPicture: Hashable, Sendable {
    /// What stays as it is; blocks at its edge stay whole, so that a narrow path is seen too.
    public let places: [Region]

    /// Blocks along the longer side: a face that fills a tenth of it is four wide.
    private static let blocks = 40
    /// Upper part of a person in which the head is, for cameras on a wall or in a corner.
    private static let headShare = 0.4
    /// Share of a person's size by which a network's box may miss the head, on top and at the sides.
    private static let headMargin = 0.1
    /// Share of its size that is shown on each side of an incident.
    private static let margin = 0.1

    /// Shows where `events` say that something is, and what moved from where to where.
    public init(of events: [AlarmEvent]) {
        let shown = events.flatMap { event in
            [event.data.regionInImage, Region(around: event.data.track.map(\.pointInImage))].compactMap(\.self)
        }
        var places: [Region] = []
        // Those of an incident that grows lie within its last.
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
        let heads = people.map(Self.head)
        let side = max(Snapshot.leastBlock, max(canvas.width, canvas.height) / Self.blocks & ~1)
        canvas.flatten(blocks: side) { area in
            !places.contains { $0.overlaps(area) } || heads.contains { $0.overlaps(area) }
        }
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime,
            isKeyframe: frame.isKeyframe, index: frame.index)
    }

    private static func head(of person: Region) -> Region {
        let (across, above) = (headMargin * person.width, headMargin * person.height)
        return Region(
            x: person.x - across, y: person.y - above, width: person.width + 2 * across,
            height: above + headShare * person.height)
    }
}

extension Region {
    /// The smallest rectangle with all `points` in it, and a thousandth of the picture wide and high at least, since a line
    /// has no part in common with anything; nil where there are no points.
    init?(around points: [ImagePoint]) {
        guard let left = points.map(\.x).min(), let right = points.map(\.x).max(), let top = points.map(\.y).min(),
            let bottom = points.map(\.y).max()
        else { return nil }
        self.init(x: left, y: top, width: max(right - left, 0.001), height: max(bottom - top, 0.001))
    }
}
