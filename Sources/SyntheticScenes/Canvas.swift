import VideoCore

/// The picture being drawn, with what an actor needs to know to draw itself.
///
/// Shapes are anti-aliased to a fraction of a pixel and clipped at the picture's edges.
@safe public struct Canvas: ~Copyable {
    /// Projects space onto the picture, shake included.
    public let camera: PinholeCamera
    /// The facade behind everything.
    public let building: Building
    /// Seconds that the shutter is open; the middle of that time is the picture's media time.
    public let exposure: Double
    /// Standard deviation of the noise at middle brightness, in luma steps.
    public let sigma: Double
    let picture: Picture

    /// A picture of the still `background`, displaced as `camera` is.
    init(background: Frame, camera: PinholeCamera, building: Building, exposure: Double, sigma: Double) {
        self.camera = camera
        self.building = building
        self.exposure = exposure
        self.sigma = sigma
        guard camera.displacement != .zero else {
            picture = Picture(copying: background)
            return
        }
        picture = Picture(width: background.width, height: background.height)
        unsafe displace(background.luma, by: camera.displacement, into: picture.luma)
        unsafe displace(background.chromaU, by: camera.displacement / 2, into: picture.chromaU)
        unsafe displace(background.chromaV, by: camera.displacement / 2, into: picture.chromaV)
    }

    /// Mixes `paint` into the pixel at `x`, `y`, which must lie inside the picture; `alpha` 0…1.
    func blend(_ paint: Paint, x: Int, y: Int, alpha: Double) {
        let place = unsafe picture.luma.base + (y * picture.width + x)
        let old = unsafe Double(place.pointee)
        switch paint {
        case .add(let steps):
            unsafe place.pointee = byte(old + alpha * steps)
        case .cover(let colour):
            unsafe place.pointee = byte(old + alpha * (colour.luma - old))
            guard x % 2 == 0, y % 2 == 0 else { return }
            unsafe mix(picture.chromaU, x / 2, y / 2, colour.u, alpha)
            unsafe mix(picture.chromaV, x / 2, y / 2, colour.v, alpha)
        }
    }

    private func mix(_ plane: MutablePlane, _ x: Int, _ y: Int, _ value: Double, _ alpha: Double) {
        let place = unsafe plane.base + (y * plane.width + x)
        let old = unsafe Double(place.pointee)
        unsafe place.pointee = byte(old + alpha * (value - old))
    }

    /// Columns and rows of the picture that a box from `low` to `high` (pixels) touches; nil when it misses the picture.
    func pixels(from low: SIMD2<Double>, to high: SIMD2<Double>) -> (x: Range<Int>, y: Range<Int>)? {
        let size = SIMD2(Double(picture.width), Double(picture.height))
        let from = low.rounded(.down).clamped(lowerBound: .zero, upperBound: size)
        let to = high.rounded(.up).clamped(lowerBound: .zero, upperBound: size)
        guard from.x < to.x, from.y < to.y else { return nil }
        return (Int(from.x)..<Int(to.x), Int(from.y)..<Int(to.y))
    }
}

private func byte(_ value: Double) -> UInt8 { UInt8(max(0, min(255, value.rounded()))) }

/// Copies `source` moved by `displacement` pixels, between pixels linearly; the edge is repeated outwards.
private func displace(_ source: Plane, by displacement: SIMD2<Double>, into target: MutablePlane) {
    let whole = displacement.rounded(.down)
    let part = ((SIMD2(repeating: 1) - (displacement - whole)) * 256).rounded(.toNearestOrEven)
    let (shareX, shareY) = (Int(part.x), Int(part.y))
    let (shiftX, shiftY) = (Int(whole.x), Int(whole.y))
    let columns = unsafe (0..<target.width).map { max(0, min(source.width - 1, $0 - shiftX)) }
    for y in unsafe 0..<target.height {
        let upper = unsafe source.base + max(0, min(source.height - 1, y - shiftY - 1)) * source.stride
        let lower = unsafe source.base + max(0, min(source.height - 1, y - shiftY)) * source.stride
        for x in unsafe 0..<target.width {
            let (right, left) = (columns[x], max(0, columns[x] - 1))
            let top = unsafe Int(upper[right]) * shareX + Int(upper[left]) * (256 - shareX)
            let bottom = unsafe Int(lower[right]) * shareX + Int(lower[left]) * (256 - shareX)
            let value = (bottom * shareY + top * (256 - shareY) + 32768) >> 16
            unsafe target.base[y * target.width + x] = UInt8(truncatingIfNeeded: value)
        }
    }
}
