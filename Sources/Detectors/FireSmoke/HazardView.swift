import VideoCore

/// The parts of a picture that are shown to the network: the whole, and nine overlapping tiles, in which small things
/// are two and a half times as large.
enum HazardView {
    static let whole = 0
    static let count = 10
    private static let columns = 3
    /// Share of the picture's width and height that a tile shows.
    private static let share = 0.4

    /// The part of the picture that view number `view` shows.
    static func region(_ view: Int) -> Region {
        guard view != whole else { return Region(x: 0, y: 0, width: 1, height: 1) }
        let (row, column) = (view - 1).quotientAndRemainder(dividingBy: columns)
        let step = (1 - share) / Double(columns - 1)
        return Region(x: Double(column) * step, y: Double(row) * step, width: share, height: share)
    }

    /// The tile whose middle lies nearest to `point`.
    static func tile(around point: ImagePoint) -> Int {
        func nearest(_ value: Double) -> Int {
            min(max(Int(((value - share / 2) / (1 - share) * Double(columns - 1)).rounded()), 0), columns - 1)
        }
        return 1 + nearest(point.y) * columns + nearest(point.x)
    }
}

/// Some of the views, each once, in order.
struct ViewSet: Sequence, IteratorProtocol {
    private var bits: UInt32 = 0

    mutating func insert(_ view: Int) { bits |= 1 << UInt32(view) }

    mutating func next() -> Int? {
        guard bits != 0 else { return nil }
        let view = bits.trailingZeroBitCount
        bits &= bits - 1
        return view
    }
}
