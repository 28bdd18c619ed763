public import VideoCore

/// Draws what an alarm is about on a copy of a picture: shields first, so that nothing behind them is ever encoded,
/// then the path and the region over them.
public struct Snapshot: Hashable, Sendable {
    /// What is pixelated.
    public var shields: [Polygon]
    /// What is framed.
    public var regionInImage: Region?
    /// What is drawn as a line.
    public var track: [TrackPoint]

    /// Smallest side of a mosaic block, in pixels: no face and no number can be read through it.
    static let leastBlock = 16

    /// The picture of `data`, with `shields` pixelated.
    public init(of data: AlarmData, shields: [Polygon]) {
        self.shields = shields
        regionInImage = data.regionInImage
        track = data.track
    }

    /// A picture with nothing but `shields` pixelated.
    public init(masking shields: [Polygon]) {
        self.shields = shields
        regionInImage = nil
        track = []
    }

    /// `frame` with everything drawn on it; `frame` itself stays as it is.
    public func drawn(on frame: Frame) -> Frame {
        let picture = Picture(copying: frame)
        var canvas = unsafe Canvas(luma: picture.luma, chromaU: picture.chromaU, chromaV: picture.chromaV)
        mask(&canvas)
        let path = track.map { canvas.pixel($0.pointInImage) }
        var strokes = zip(path, path.dropFirst()).map { ($0, $1) }
        if let region = regionInImage { strokes += edges(of: region, on: canvas) }
        canvas.outline(strokes, width: max(1, frame.height / 360))
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime,
            isKeyframe: frame.isKeyframe, index: frame.index)
    }

    private func edges(of region: Region, on canvas: Canvas) -> [(PixelPoint, PixelPoint)] {
        canvas.edges(
            [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { right, down in
                ImagePoint(x: region.x + right * region.width, y: region.y + down * region.height)
            })
    }

    /// Every block that a shield touches, however little, becomes one colour: too much is masked rather than too little.
    private func mask(_ canvas: inout Canvas) {
        canvas.flatten(blocks: max(Self.leastBlock, canvas.width / 80 & ~1)) { area in
            shields.contains { $0.touches(area) }
        }
    }
}

extension Polygon {
    /// Whether the polygon and `area` share a point.
    func touches(_ area: Region) -> Bool {
        guard corners.count >= 3, var previous = corners.last else { return false }
        if contains(ImagePoint(x: area.x, y: area.y)) { return true }
        for corner in corners {
            if area.isCrossed(from: previous, to: corner) { return true }
            previous = corner
        }
        return false
    }
}

extension Region {
    /// Whether the line from `from` to `to` runs through the rectangle or its edge, by clipping the line's parameter
    /// against the four sides (Liang and Barsky 1984).
    fileprivate func isCrossed(from: ImagePoint, to: ImagePoint) -> Bool {
        var entry = 0.0
        var exit = 1.0
        for (start, delta, low, high) in [
            (from.x, to.x - from.x, x, x + width), (from.y, to.y - from.y, y, y + height),
        ] {
            guard delta != 0 else {
                if start < low || start > high { return false }
                continue
            }
            let bounds = [(low - start) / delta, (high - start) / delta].sorted()
            entry = max(entry, bounds[0])
            exit = min(exit, bounds[1])
        }
        return entry <= exit
    }
}
