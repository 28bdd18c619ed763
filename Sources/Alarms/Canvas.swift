import VideoCore

/// A position in luma pixels; may lie outside the picture.
struct PixelPoint: Hashable {
    var x: Int
    var y: Int
}

/// Draws on the three planes of a picture, clipped to it. Valid while the ``Picture`` is alive.
@safe struct Canvas {
    private let luma: MutablePlane
    private let chromaU: MutablePlane
    private let chromaV: MutablePlane

    init(luma: MutablePlane, chromaU: MutablePlane, chromaV: MutablePlane) {
        unsafe self.luma = luma
        unsafe self.chromaU = chromaU
        unsafe self.chromaV = chromaV
    }

    var width: Int { unsafe luma.width }
    var height: Int { unsafe luma.height }

    /// The pixel at `point`. Points far outside come nearer: a line to them leaves the picture all the same.
    func pixel(_ point: ImagePoint) -> PixelPoint {
        func place(_ share: Double, _ size: Int) -> Int {
            guard share.isFinite else { return 0 }
            return Int((min(max(share, -1), 2) * Double(size)).rounded(.down))
        }
        return PixelPoint(x: place(point.x, width), y: place(point.y, height))
    }

    /// A line of squares in grey, with `radius` pixels on each side of its centre.
    mutating func stroke(_ from: PixelPoint, _ to: PixelPoint, radius: Int, luma value: UInt8) {
        let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
        for step in 0...steps {
            let x = from.x + (to.x - from.x) * step / steps
            let y = from.y + (to.y - from.y) * step / steps
            fill(luma: value, left: x - radius, top: y - radius, right: x + radius + 1, bottom: y + radius + 1)
        }
    }

    /// Lines in white on black, visible before everything; `width` in pixels. All dark lines before the first light one,
    /// or a later stroke would cut an earlier one in two.
    mutating func outline(_ strokes: [(PixelPoint, PixelPoint)], width: Int) {
        for (from, to) in strokes { stroke(from, to, radius: 2 * width, luma: 16) }
        for (from, to) in strokes { stroke(from, to, radius: width - 1, luma: 235) }
    }

    /// The edges of a polygon.
    func edges(_ corners: [ImagePoint]) -> [(PixelPoint, PixelPoint)] {
        let corners = corners.map(pixel)
        return corners.indices.map { (corners[$0], corners[($0 + 1) % corners.count]) }
    }

    /// Replaces a square of luma pixels, and the chroma under it, by their means. `side` and both corners are even.
    mutating func flatten(left: Int, top: Int, side: Int) {
        unsafe flatten(luma, left: left, top: top, side: side)
        unsafe flatten(chromaU, left: left / 2, top: top / 2, side: side / 2)
        unsafe flatten(chromaV, left: left / 2, top: top / 2, side: side / 2)
    }

    /// Replaces those of the picture's blocks of `side` pixels, an even number, by their means that `isHidden` says to hide.
    mutating func flatten(blocks side: Int, where isHidden: (Region) -> Bool) {
        for top in stride(from: 0, to: height, by: side) {
            for left in stride(from: 0, to: width, by: side) {
                let area = Region(
                    x: Double(left) / Double(width), y: Double(top) / Double(height),
                    width: Double(side) / Double(width), height: Double(side) / Double(height))
                if isHidden(area) { flatten(left: left, top: top, side: side) }
            }
        }
    }

    func fill(luma value: UInt8, left: Int, top: Int, right: Int, bottom: Int) {
        unsafe fill(luma, with: value, left: left, top: top, right: right, bottom: bottom)
        let halves = (left: left >> 1, top: top >> 1, right: (right + 1) >> 1, bottom: (bottom + 1) >> 1)
        unsafe fill(
            chromaU, with: 128, left: halves.left, top: halves.top, right: halves.right, bottom: halves.bottom)
        unsafe fill(
            chromaV, with: 128, left: halves.left, top: halves.top, right: halves.right, bottom: halves.bottom)
    }

    private func fill(_ plane: MutablePlane, with value: UInt8, left: Int, top: Int, right: Int, bottom: Int) {
        let columns = unsafe max(left, 0)..<max(min(right, plane.width), max(left, 0))
        for y in unsafe max(top, 0)..<max(min(bottom, plane.height), max(top, 0)) {
            unsafe (plane.base + y * plane.width + columns.lowerBound).update(repeating: value, count: columns.count)
        }
    }

    private func flatten(_ plane: MutablePlane, left: Int, top: Int, side: Int) {
        let right = unsafe min(left + side, plane.width)
        let bottom = unsafe min(top + side, plane.height)
        guard left < right, top < bottom else { return }
        var sum = 0
        for y in top..<bottom {
            for x in left..<right { unsafe sum += Int(plane.base[y * plane.width + x]) }
        }
        let mean = UInt8(sum / ((right - left) * (bottom - top)))
        unsafe fill(plane, with: mean, left: left, top: top, right: right, bottom: bottom)
    }
}
