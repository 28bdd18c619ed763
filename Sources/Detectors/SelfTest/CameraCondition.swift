internal import VideoCore

/// Light and sharpness of a camera at the time of a self-test, and what they say of a ball that was not seen.
struct CameraCondition {
    /// Spread above which a picture is out of focus, in pixels. Lenses, scaling and coding leave 1 to 1.5.
    private static let mostSpread = 2.5
    /// Spread of a camera without any sharp edge, in pixels: nothing can be in focus.
    private static let unknownSpread = 8.0
    /// Contrast below which a thing is lost, in grey levels and in deviations of the noise.
    private static let (leastContrast, leastDeviations) = (10.0, 4.0)
    /// Pixels across below which a ball is too small.
    private static let leastPixels = 3.0

    let light: FacadeLight
    /// Standard deviation of the spread of a point, in pixels.
    let spread: Double

    /// The camera as `frame` and the picture `before` it show it.
    init(_ frame: Frame, before: Frame, facade: [Polygon]) {
        light = FacadeLight(frame, before: before, facade: facade)
        spread = PointSpread.measure(frame, noise: light.noise, facade: facade) ?? Self.unknownSpread
    }

    /// Why the ball of `composer` was not seen, most likely.
    func fault(of composer: FallComposer) -> SelfTestFault {
        let needed = max(Self.leastContrast, Self.leastDeviations * light.noise)
        if composer.contrast < needed { return .faint(contrast: composer.contrast, noise: light.noise) }
        if spread > Self.mostSpread { return .blurred(pixels: spread) }
        let pixels = composer.path.pixelsAtRelease
        return pixels < Self.leastPixels ? .small(pixels: pixels) : .overlooked
    }
}
