internal import CVision
internal import VideoCore

/// A picture's luma at up to 640 columns, its thumbnail, and its profiles.
struct ReducedPicture: Sendable {
    /// Places by which two pictures are shifted against each other, at most.
    static let reach = 16

    let columns: Int
    let rows: Int
    let thumbColumns: Int
    let thumbRows: Int
    private(set) var means: [UInt8]
    private(set) var thumb: [UInt8]
    private var ofColumns: [UInt32]
    private var ofRows: [UInt32]

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        (thumbColumns, thumbRows) = (max(columns / 4, 1), max(rows / 4, 1))
        means = Array(repeating: 0, count: columns * rows)
        thumb = Array(repeating: 0, count: thumbColumns * thumbRows)
        ofColumns = Array(repeating: 0, count: columns)
        ofRows = Array(repeating: 0, count: rows)
    }

    /// Reduces `plane`, boxes of `factor` samples a side becoming one, and counts the values.
    mutating func reduce(_ plane: Plane, by factor: Int, counting histogram: inout [UInt32]) {
        let (width, height) = (Int32(columns), Int32(rows))
        unsafe means.withUnsafeMutableBufferPointer { means in
            let base = means.baseAddress!
            unsafe cvision_reduce(plane.forKernel, width, height, Int32(factor), base)
            unsafe ofColumns.withUnsafeMutableBufferPointer { columns in
                unsafe ofRows.withUnsafeMutableBufferPointer { rows in
                    unsafe histogram.withUnsafeMutableBufferPointer { counts in
                        unsafe cvision_profiles(
                            base, width, height, columns.baseAddress!, rows.baseAddress!, counts.baseAddress!)
                    }
                }
            }
        }
        if columns >= 4, rows >= 4 { shrink() }
    }

    private mutating func shrink() {
        unsafe means.withUnsafeBufferPointer { means in
            let plane = unsafe CVisionPlane(samples: means.baseAddress!, stride: columns)
            unsafe thumb.withUnsafeMutableBufferPointer {
                unsafe cvision_reduce(plane, Int32(thumbColumns), Int32(thumbRows), 4, $0.baseAddress!)
            }
        }
    }

    /// Takes over what `other`, of the same size, holds; no memory is made.
    mutating func copy(_ other: ReducedPicture) {
        Self.copy(other.means, to: &means)
        Self.copy(other.thumb, to: &thumb)
        Self.copy(other.ofColumns, to: &ofColumns)
        Self.copy(other.ofRows, to: &ofRows)
    }

    private static func copy<Value>(_ values: [Value], to room: inout [Value]) {
        unsafe room.withUnsafeMutableBufferPointer { room in
            unsafe values.withUnsafeBufferPointer { values in
                guard let first = values.baseAddress, values.count == room.count else { return }
                unsafe room.baseAddress?.update(from: first, count: values.count)
            }
        }
    }

    /// Mean length of the thumbnail's gradient; `edges` is room for its directions.
    func strength(_ edges: inout [Int8]) -> Double {
        guard thumbColumns > 2 else { return 0 }
        return unsafe thumb.withUnsafeBufferPointer { thumb in
            unsafe edges.withUnsafeMutableBufferPointer { edges in
                let across = unsafe edges.baseAddress! + thumbColumns * thumbRows
                return Double(
                    unsafe cvision_edges(
                        thumb.baseAddress!, Int32(thumbColumns), Int32(thumbRows), edges.baseAddress!, across))
            }
        }
    }

    /// What changed since `earlier`, of the same size; `costs` is room for 2 · reach + 1 numbers.
    func change(since earlier: ReducedPicture, costs: inout [Float], scale: Double) -> PictureChange {
        var change = PictureChange()
        change.mean = difference(earlier) * scale
        var (greatest, changed) = (0, 0)
        for i in thumb.indices {
            let step = abs(Int(thumb[i]) - Int(earlier.thumb[i]))
            greatest = max(greatest, step)
            if step > 2 { changed += 1 }
        }
        change.greatest = Double(greatest) * scale
        change.share = Double(changed) / Double(thumb.count)
        let x = shift(from: earlier.ofColumns, to: ofColumns, &costs)
        let y = shift(from: earlier.ofRows, to: ofRows, &costs)
        (change.shiftX, change.shiftY) = (x.places / Double(columns), y.places / Double(columns))
        change.rest = min(x.rest, y.rest)
        return change
    }

    /// Becomes what changed from `earlier` to `now`, both of its size, no change being 128. Profiles are left as they are.
    mutating func takeChange(from earlier: ReducedPicture, to now: ReducedPicture) {
        Self.subtract(earlier.means, from: now.means, to: &means)
        Self.subtract(earlier.thumb, from: now.thumb, to: &thumb)
    }

    private static func subtract(_ earlier: [UInt8], from now: [UInt8], to change: inout [UInt8]) {
        unsafe change.withUnsafeMutableBufferPointer { change in
            unsafe now.withUnsafeBufferPointer { now in
                unsafe earlier.withUnsafeBufferPointer { earlier in
                    for i in 0..<change.count {
                        unsafe change[i] = UInt8(clamping: 128 + Int16(now[i]) - Int16(earlier[i]))
                    }
                }
            }
        }
    }

    private func difference(_ other: ReducedPicture) -> Double {
        let sum = unsafe means.withUnsafeBufferPointer { a in
            unsafe other.means.withUnsafeBufferPointer { b in
                unsafe cvision_sampled_difference(
                    CVisionPlane(samples: a.baseAddress!, stride: columns),
                    CVisionPlane(samples: b.baseAddress!, stride: columns), Int32(columns), Int32(rows), 1)
            }
        }
        return Double(sum) / Double(means.count)
    }

    /// The shift with which `now` looks most like `before`, between places by a parabola, and the share of the
    /// difference that it leaves.
    private func shift(from before: [UInt32], to now: [UInt32], _ costs: inout [Float]) -> (
        places: Double, rest: Double
    ) {
        let reach = Self.reach
        guard before.count > 4 * reach else { return (0, 1) }
        unsafe before.withUnsafeBufferPointer { before in
            unsafe now.withUnsafeBufferPointer { now in
                unsafe costs.withUnsafeMutableBufferPointer {
                    unsafe cvision_profile_costs(
                        before.baseAddress!, now.baseAddress!, Int32(before.count), Int32(reach), $0.baseAddress!)
                }
            }
        }
        var best = reach
        for i in costs.indices where costs[i] < costs[best] { best = i }
        guard best != reach || costs[reach] > 0 else { return (0, 1) }
        var places = Double(best - reach)
        if best > 0, best < costs.count - 1 {
            let bend = costs[best - 1] - 2 * costs[best] + costs[best + 1]
            if bend > 0 { places += Double((costs[best - 1] - costs[best + 1]) / bend / 2) }
        }
        return (places, Double(costs[best] / max(costs[reach], 1)))
    }
}
