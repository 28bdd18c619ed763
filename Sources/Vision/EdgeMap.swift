internal import CVision

/// The directions of the edges of a thumbnail: what stays when light, noise and weather change.
///
/// Each place holds twice the angle of its edge as a vector, of length 0 where there is none; see `cvision_edges`.
public struct EdgeMap: Hashable, Sendable {
    /// Places in a row.
    public let columns: Int
    /// Rows of places.
    public let rows: Int
    /// The vectors' first components row by row, then their second ones, −127…127.
    public internal(set) var vectors: [Int8]

    /// A map without edges.
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        vectors = Array(repeating: 0, count: 2 * columns * rows)
    }

    /// A map of `vectors`, as read from another one; nil when their number does not fit.
    public init?(columns: Int, rows: Int, vectors: [Int8]) {
        guard columns > 0, rows > 0, vectors.count == 2 * columns * rows else { return nil }
        self.columns = columns
        self.rows = rows
        self.vectors = vectors
    }

    /// How well `other`, moved by `dx`, `dy` places, agrees with this one where both are: 1 is the same, 0 unrelated.
    public func agreement(with other: EdgeMap, dx: Int = 0, dy: Int = 0) -> Double {
        agreement(with: other, dx: dx, dy: dy, scale: scale(with: other))
    }

    /// The shift of `other` against this map with the best agreement, of those within `reach` places of `near`.
    public func bestShift(of other: EdgeMap, within reach: Int, near: (dx: Int, dy: Int) = (0, 0)) -> EdgeShift {
        let scale = scale(with: other)
        var best = EdgeShift(dx: near.dx, dy: near.dy, agreement: -1)
        for dy in near.dy - reach...near.dy + reach {
            for dx in near.dx - reach...near.dx + reach {
                let found = agreement(with: other, dx: dx, dy: dy, scale: scale)
                if found > best.agreement { best = EdgeShift(dx: dx, dy: dy, agreement: found) }
            }
        }
        return best
    }

    private func scale(with other: EdgeMap) -> Double {
        (Double(energy(in: whole)) * Double(other.energy(in: other.whole))).squareRoot()
    }

    private func agreement(with other: EdgeMap, dx: Int, dy: Int, scale: Double) -> Double {
        let box = overlap(dx: dx, dy: dy)
        guard scale > 0, box.right > box.left, box.bottom > box.top else { return 0 }
        let share = Double((box.right - box.left) * (box.bottom - box.top)) / Double(columns * rows)
        return Double(dot(other, box: box, dx: dx, dy: dy)) / scale / share
    }

    /// Share of `now`'s part in the edges that this map has in `part`: 1 when all are there, 0 when none is. Nil where
    /// this map has too few to tell.
    public func presence(in now: EdgeMap, part: MapPart) -> Double? {
        let box = CVisionBox(
            left: Int32(part.left), top: Int32(part.top), right: Int32(part.right), bottom: Int32(part.bottom))
        let own = Double(energy(in: box))
        // A place in twenty with a full edge: a part of plain wall or sky says nothing.
        let places = Double((part.right - part.left) * (part.bottom - part.top))
        guard own > places / 20 * 127 * 127 else { return nil }
        return Double(dot(now, box: box, dx: 0, dy: 0)) / own
    }

    /// Moves `recent`, the precise form of this map, by `share` of the way to `now`, and rounds it into this map.
    public mutating func follow(_ now: EdgeMap, share: Double, precisely recent: inout [Float]) {
        guard now.vectors.count == vectors.count, recent.count == vectors.count else { return }
        let count = Int32(vectors.count)
        unsafe recent.withUnsafeMutableBufferPointer { recent in
            unsafe now.vectors.withUnsafeBufferPointer { now in
                unsafe vectors.withUnsafeMutableBufferPointer { rounded in
                    unsafe cvision_follow(
                        recent.baseAddress!, now.baseAddress!, count, Float(share), rounded.baseAddress!)
                }
            }
        }
    }

    /// Writes this map at half its size into `half`, which must be `columns / 2` × `rows / 2`.
    public func halve(into half: inout EdgeMap) {
        guard half.columns == columns / 2, half.rows == rows / 2 else { return }
        let (count, halfCount) = (columns * rows, half.columns * half.rows)
        unsafe vectors.withUnsafeBufferPointer { full in
            unsafe half.vectors.withUnsafeMutableBufferPointer { half in
                for component in 0...1 {
                    unsafe cvision_halve(
                        full.baseAddress! + component * count, Int32(columns), Int32(rows),
                        half.baseAddress! + component * halfCount)
                }
            }
        }
    }

    private var whole: CVisionBox { CVisionBox(left: 0, top: 0, right: Int32(columns), bottom: Int32(rows)) }

    private func overlap(dx: Int, dy: Int) -> CVisionBox {
        CVisionBox(
            left: Int32(max(-dx, 0)), top: Int32(max(-dy, 0)), right: Int32(min(columns, columns - dx)),
            bottom: Int32(min(rows, rows - dy)))
    }

    private func energy(in box: CVisionBox) -> Int64 { dot(self, box: box, dx: 0, dy: 0) }

    /// `other` at `dx`, `dy` against this one in `box`.
    private func dot(_ other: EdgeMap, box: CVisionBox, dx: Int, dy: Int) -> Int64 {
        guard other.vectors.count == vectors.count else { return 0 }
        let count = columns * rows
        return unsafe other.vectors.withUnsafeBufferPointer { a in
            unsafe vectors.withUnsafeBufferPointer { b in
                let first = unsafe cvision_dot(
                    a.baseAddress!, b.baseAddress!, Int32(columns), box, Int32(dx), Int32(dy))
                return unsafe first
                    + cvision_dot(
                        a.baseAddress! + count, b.baseAddress! + count, Int32(columns), box, Int32(dx), Int32(dy))
            }
        }
    }
}
