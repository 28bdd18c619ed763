public import VideoCore

/// Draws a facade's outline and numbered floor levels on a copy of a picture, for the eye to check a calibration by.
public struct FacadeSketch: Hashable, Sendable {
    /// One floor level.
    public struct Level: Hashable, Sendable {
        /// Number of the storey.
        public var floor: Int
        /// Left end, in image space.
        public var from: ImagePoint
        /// Right end, in image space.
        public var to: ImagePoint

        /// The level of storey `floor`, not negative, from `from` to `to`.
        public init(floor: Int, from: ImagePoint, to: ImagePoint) {
            self.floor = floor
            self.from = from
            self.to = to
        }
    }

    /// The outline of the facade.
    public var facade: Polygon
    /// Floor levels, from the lowest up.
    public var levels: [Level]
    /// Points that were told rather than computed, each marked with a square.
    public var marks: [ImagePoint]

    /// A sketch of `facade` with `levels` and `marks`.
    public init(facade: Polygon, levels: [Level], marks: [ImagePoint]) {
        self.facade = facade
        self.levels = levels
        self.marks = marks
    }

    /// `frame` with everything drawn on it; `frame` itself stays as it is.
    public func drawn(on frame: Frame) -> Frame {
        let picture = Picture(copying: frame)
        var canvas = unsafe Canvas(luma: picture.luma, chromaU: picture.chromaU, chromaV: picture.chromaV)
        // Thin lines for the levels, so that the floors between them stay to be seen.
        let width = max(1, frame.height / 720)
        let strokes = levels.map { (canvas.pixel($0.from), canvas.pixel($0.to)) }
        for (from, to) in strokes { canvas.stroke(from, to, radius: width, luma: 16) }
        for (from, to) in strokes { canvas.stroke(from, to, radius: width / 2, luma: 235) }
        canvas.outline(canvas.edges(facade.corners), width: width)
        mark(&canvas, side: 4 * width)
        number(&canvas, scale: max(1, frame.height / 360))
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime,
            isKeyframe: frame.isKeyframe, index: frame.index)
    }

    private func mark(_ canvas: inout Canvas, side: Int) {
        for mark in marks {
            let place = canvas.pixel(mark)
            canvas.stroke(place, place, radius: side, luma: 16)
            canvas.stroke(place, place, radius: side - 2, luma: 235)
        }
    }

    /// Numbers stand on the middle of their lines; those without room above the one before are left out.
    private func number(_ canvas: inout Canvas, scale: Int) {
        var ceiling = Int.max
        for level in levels {
            let middle = canvas.pixel(
                ImagePoint(x: (level.from.x + level.to.x) / 2, y: (level.from.y + level.to.y) / 2))
            let size = Canvas.size(of: level.floor, scale: scale)
            let top = max(middle.y - size.height, 0)
            guard top + size.height <= ceiling else { continue }
            canvas.write(level.floor, at: PixelPoint(x: middle.x - size.width / 2, y: top), scale: scale)
            ceiling = top - scale
        }
    }
}
