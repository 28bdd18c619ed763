#if canImport(Glibc)
    internal import Glibc
#endif
internal import VideoCore

/// Puts a falling ball into pictures as this camera would show it now: in the light of its facade, as sharp as its lens
/// is, drawn out by its shutter. The noise is that of the live picture.
struct FallComposer {
    /// The way of the ball.
    let path: FallPath
    /// Luma of the ball.
    let luma: Double
    /// Contrast to most of what it passes, in grey levels.
    let contrast: Double
    /// Standard deviation of the camera's spread, in pixels.
    let spread: Double
    /// Seconds that the shutter is open.
    let exposure: Double

    /// Luma of the facade below which the shutter stays open long, as at night.
    private static let night = 70.0
    /// Seconds: 1/200 by day, 1/50 by night, as cameras choose by themselves (O).
    private static let (dayExposure, nightExposure) = (0.005, 0.02)

    /// A ball on `path` before what `frame` shows.
    init(_ path: FallPath, in frame: Frame, light: FacadeLight, spread: Double) {
        self.path = path
        self.spread = spread
        let backgrounds = Self.backgrounds(path, frame)
        luma = light.luma(before: backgrounds)
        contrast = light.contrast(of: luma, backgrounds)
        exposure = light.middle < Self.night ? Self.nightExposure : Self.dayExposure
    }

    /// Luma at forty moments of the fall.
    private static func backgrounds(_ path: FallPath, _ frame: Frame) -> [Double] {
        (0..<40).compactMap { step in
            let t = path.start + (path.end - path.start) * (Double(step) + 0.5) / 40
            guard let ball = path.ball(at: t) else { return nil }
            let (x, y) = (Int(ball.x), Int(ball.y))
            guard (1..<frame.width - 1).contains(x), (1..<frame.height - 1).contains(y) else { return nil }
            return Double(Int(frame.luma[x - 1, y]) + Int(frame.luma[x, y]) + Int(frame.luma[x + 1, y])) / 3
        }
    }

    /// `frame` with the ball in it; itself while the ball is not in sight.
    func compose(_ frame: Frame) -> Frame {
        guard let tile = tile(at: frame.mediaTime, width: frame.width, height: frame.height) else { return frame }
        let picture = Picture(copying: frame)
        for row in 0..<tile.height {
            for column in 0..<tile.width {
                let share = Double(tile.shares[row * tile.width + column])
                guard share > 0 else { continue }
                let place = unsafe picture.luma.base + ((tile.top + row) * frame.width + tile.left + column)
                let old = unsafe Double(place.pointee)
                unsafe place.pointee = UInt8(max(0, min(255, (old + share * (luma - old)).rounded())))
            }
        }
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime,
            isKeyframe: frame.isKeyframe, index: frame.index)
    }

    /// How much of each pixel the ball covers while the shutter is open; nil when it is out of the picture.
    func tile(at mediaTime: Double, width: Int, height: Int) -> ShareTile? {
        let from = mediaTime - exposure / 2
        let balls = (0..<16).compactMap { path.ball(at: from + exposure * (Double($0) + 0.5) / 16) }
        guard let first = balls.first, let last = balls.last else { return nil }
        let reach = max(first.radius, last.radius) + 3 * spread + 2
        var tile = ShareTile(
            left: Int(min(first.x, last.x) - reach), top: Int(min(first.y, last.y) - reach),
            right: Int(max(first.x, last.x) + reach) + 1, bottom: Int(max(first.y, last.y) + reach) + 1)
        for ball in balls { tile.addDisc(x: ball.x, y: ball.y, radius: ball.radius, weight: 1.0 / 16) }
        tile.blur(sigma: spread)
        return tile.clipped(width: width, height: height)
    }
}
