/// An insect close to the lens: it crosses a fifth of the picture from one frame to the next and is gone.
public struct Insect: SceneActor {
    /// `insect`.
    public let kind = ActorKind.insect
    /// Media times between which it is there, in seconds; two to five frames are usual.
    public var during: ClosedRange<Double>
    /// Where it comes in, as shares of the picture's width and height.
    public var start: SIMD2<Double>
    /// Picture widths and heights per second.
    public var velocity: SIMD2<Double>
    /// Diameter as a share of the picture's width.
    public var size: Double
    /// How it stands out.
    public var contrast: Contrast

    /// An insect that enters at `start`.
    public init(
        during: ClosedRange<Double>, start: SIMD2<Double>, velocity: SIMD2<Double>, size: Double = 0.008,
        contrast: Contrast = .steps(60)
    ) {
        self.during = during
        self.start = start
        self.velocity = velocity
        self.size = size
        self.contrast = contrast
    }

    /// Where it is at `mediaTime`, as shares of width and height; nil when it is not there.
    public func position(at mediaTime: Double) -> SIMD2<Double>? {
        during.contains(mediaTime) ? start + velocity * (mediaTime - during.lowerBound) : nil
    }

    /// Draws its streak.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        let extent = SIMD2(Double(canvas.camera.width), Double(canvas.camera.height))
        let sweep = Sweep(at: mediaTime, exposure: canvas.exposure) { instant in
            position(at: instant).map {
                Sweep.Ellipse(centre: $0 * extent, halfAxes: SIMD2(repeating: size * extent.x / 2))
            }
        }
        if let sweep { canvas.draw(sweep, paint: Paint(contrast, sigma: canvas.sigma)) }
    }
}
