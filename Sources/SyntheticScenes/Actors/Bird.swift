private import Glibc

/// A bird that flies straight on at constant speed and beats its wings.
public struct Bird: SceneActor {
    /// `bird`.
    public let kind = ActorKind.bird
    /// Where it is at media time 0, in metres.
    public var start: SIMD3<Double>
    /// Metres per second.
    public var velocity: SIMD3<Double>
    /// Metres.
    public var wingspan: Double
    /// Wing beats in a second.
    public var beat: Double
    /// How it stands out.
    public var contrast: Contrast

    /// A bird at `start` at media time 0.
    public init(
        start: SIMD3<Double>, velocity: SIMD3<Double>, wingspan: Double = 0.5, beat: Double = 5,
        contrast: Contrast = .colour(Colour(luma: 40))
    ) {
        self.start = start
        self.velocity = velocity
        self.wingspan = wingspan
        self.beat = beat
        self.contrast = contrast
    }

    /// Where it is at `mediaTime`, in metres.
    public func position(at mediaTime: Double) -> SIMD3<Double> { start + velocity * mediaTime }

    /// Width and height of its outline at `mediaTime`, in metres: flat with the wings level, tall with them up or down.
    public func outline(at mediaTime: Double) -> SIMD2<Double> {
        let stroke = abs(sin(.pi * beat * mediaTime))
        return wingspan * SIMD2(1 - 0.45 * stroke, 0.18 + 0.4 * stroke)
    }

    /// Draws body and wings as one ellipse.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        canvas.draw(at: mediaTime, contrast: contrast) { (position(at: $0), outline(at: $0)) }
    }
}
