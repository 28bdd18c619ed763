private import Glibc

/// Rain or snow in the air between camera and facade: many particles at constant speed, side by side.
public struct Precipitation: SceneActor {
    private struct Particle {
        var place: SIMD3<Double>
        var speed: Double
        var phase: Double
        /// It is used again: it falls from this height to the ground, then starts anew.
        var ceiling: Double
    }

    /// `rain` or `snow`.
    public let kind: ActorKind
    /// Metres per second along the facade and away from it.
    public var wind: SIMD2<Double>
    private let particles: [Particle]
    private let diameter: Double
    private let paint: Paint
    /// Rain of `drops` drops in view at 6…9 m/s; 200 is light, 2000 heavy.
    public static func rain(drops: Int, wind: SIMD2<Double> = SIMD2(0.6, 0.1), seed: UInt64) -> Precipitation {
        Precipitation(
            kind: .rain, count: drops, speeds: 6...9, wind: wind, diameter: 0.012, paint: .add(70), seed: seed)
    }

    /// Snow of `flakes` flakes in view at 0.8…1.6 m/s.
    public static func snow(flakes: Int, wind: SIMD2<Double> = SIMD2(0.4, 0), seed: UInt64) -> Precipitation {
        Precipitation(
            kind: .snow, count: flakes, speeds: 0.8...1.6, wind: wind, diameter: 0.03,
            paint: .cover(Colour(luma: 235)), seed: seed)
    }

    private init(
        kind: ActorKind, count: Int, speeds: ClosedRange<Double>, wind: SIMD2<Double>, diameter: Double, paint: Paint,
        seed: UInt64
    ) {
        var random = SeededRandom(seed: seed, stream: 0x50)
        self.kind = kind
        self.wind = wind
        self.diameter = diameter
        self.paint = paint
        particles = (0..<count).map { _ in
            // More particles far from the camera than near it, and only as high as a camera that looks up can see.
            let distance = 1 + 9 * random.unit().squareRoot()
            let ceiling = 2 + 4.7 * distance
            return Particle(
                place: SIMD3(random.number(in: -1...1), random.unit() * ceiling, 11 - distance),
                speed: random.number(in: speeds), phase: random.number(in: 0...(2 * .pi)), ceiling: ceiling)
        }
    }

    /// Number of particles.
    public var count: Int { particles.count }

    /// Where particle `number` is at `mediaTime`, in metres.
    public func position(of number: Int, at mediaTime: Double) -> SIMD3<Double> {
        let particle = particles[number]
        let way = particle.place.y + particle.speed * mediaTime
        let time = way.truncatingRemainder(dividingBy: particle.ceiling) / particle.speed
        // Spread wider further from the camera, so that the picture is filled evenly.
        let x = particle.place.x * (1 + 1.5 * (11 - particle.place.z))
        let sway = kind == .snow ? 0.15 * sin(2 * mediaTime + particle.phase) : 0
        return SIMD3(
            x + wind.x * time + sway, particle.ceiling - particle.speed * time, particle.place.z + wind.y * time)
    }

    /// Draws each particle's streak.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        for number in particles.indices {
            let first = position(of: number, at: mediaTime - canvas.exposure / 2)
            let last = position(of: number, at: mediaTime + canvas.exposure / 2)
            guard last.y <= first.y, let from = canvas.camera.pixel(of: first), let to = canvas.camera.pixel(of: last),
                let scale = canvas.camera.pixelsPerMetre(at: last)
            else { continue }
            draw(on: canvas, from: from, to: to, width: diameter * scale)
        }
    }

    private func draw(on canvas: borrowing Canvas, from: SIMD2<Double>, to: SIMD2<Double>, width: Double) {
        let way = to - from
        let length = (way * way).sum().squareRoot()
        // What passes covers each place only for a part of the exposure, but drops shine: they gather light from all sides.
        let opacity = max(width / (width + length), 0.5)
        let tail = way / max(length, 1e-6) * width / 2
        canvas.streak(from: from - tail, to: to + tail, width: width, paint: paint, opacity: opacity)
    }
}
