private import Glibc

/// A leaf, a sheet of paper or a plastic bag: it sinks slowly and swings.
public struct Leaf: SceneActor {
    /// `leaf`.
    public let kind = ActorKind.leaf
    /// Media time at which it lets go, in seconds.
    public var releasedAt: Double
    /// Where, in metres.
    public var start: SIMD3<Double>
    /// Mean speed downwards, in m/s.
    public var descent: Double
    /// Swing to each side, in metres.
    public var swing: Double
    /// Swings in a second.
    public var frequency: Double
    /// Metres per second that the wind carries it along.
    public var drift: SIMD3<Double>
    /// Diameter in metres.
    public var size: Double
    /// How it stands out.
    public var contrast: Contrast

    /// A leaf that lets go at `releasedAt`.
    public init(
        releasedAt: Double, start: SIMD3<Double>, descent: Double = 1.4, swing: Double = 0.5, frequency: Double = 0.7,
        drift: SIMD3<Double> = SIMD3(0.3, 0, 0.1), size: Double = 0.25, contrast: Contrast = .colour(Colour(luma: 225))
    ) {
        self.releasedAt = releasedAt
        self.start = start
        self.descent = descent
        self.swing = swing
        self.frequency = frequency
        self.drift = drift
        self.size = size
        self.contrast = contrast
    }

    /// Where it is at `mediaTime`, in metres; nil before release and on the ground.
    public func position(at mediaTime: Double) -> SIMD3<Double>? {
        let time = mediaTime - releasedAt
        let phase = 2 * .pi * frequency * time
        // It dips at both ends of a swing, hence twice the frequency; the dip never turns it upwards.
        let dip = 0.8 * descent * sin(2 * phase) / (4 * .pi * frequency)
        let place = start + drift * time + SIMD3(swing * sin(phase), -descent * time - dip, 0)
        return time >= 0 && place.y > 0 ? place : nil
    }

    /// Draws it, broad or narrow as it tumbles.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        canvas.draw(at: mediaTime, contrast: contrast) { instant in
            let tumble = 0.35 + 0.65 * abs(cos(.pi * frequency * (instant - releasedAt)))
            return position(at: instant).map { ($0, size * SIMD2(1, tumble)) }
        }
    }
}
