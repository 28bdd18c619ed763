/// Water that drips from one place, drop after drop: it really falls, but is hardly seen, and comes again and again.
public struct Drip: SceneActor {
    /// `drip`.
    public let kind = ActorKind.drip
    /// Where the drops let go, in metres.
    public var outlet: SIMD3<Double>
    /// Mean seconds from one drop to the next.
    public var interval: Double
    /// Diameter of a drop, in metres; surface tension holds no more than 7 mm together.
    public var diameter: Double
    private let seed: UInt64
    private let path: Trajectory

    /// Drops from `outlet`.
    public init(outlet: SIMD3<Double>, interval: Double, diameter: Double = 0.005, seed: UInt64) {
        self.outlet = outlet
        self.interval = interval
        self.diameter = diameter
        self.seed = seed
        path = Trajectory(start: outlet, velocity: .zero, terminalSpeed: 9)
    }

    /// Media time at which drop `number` lets go, in seconds.
    public func release(of number: Int) -> Double {
        interval * (Double(number) + 0.3 * SeededRandom.hash(number, Int(outlet.x * 1000), seed))
    }

    /// Draws the streaks of the drops in the air. A drop shines: it gathers light from all sides.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        let first = max(0, Int((mediaTime - path.duration) / interval) - 1)
        for number in first...max(first, Int(mediaTime / interval)) {
            let since = mediaTime - release(of: number)
            guard let from = path.state(at: since - canvas.exposure / 2),
                let to = path.state(at: since + canvas.exposure / 2),
                let top = canvas.camera.pixel(of: from.position), let bottom = canvas.camera.pixel(of: to.position),
                let scale = canvas.camera.pixelsPerMetre(at: to.position)
            else { continue }
            let width = diameter * scale
            let length = ((bottom - top) * (bottom - top)).sum().squareRoot()
            canvas.streak(
                from: top, to: bottom, width: width, paint: .add(70), opacity: max(width / (width + length), 0.5))
        }
    }
}
