/// A facade from which things of one size and contrast fall, one after the other: what recall is measured with.
public struct FallTrial: Hashable, Sendable {
    /// Diameter at release, in pixels.
    public var pixels: Double
    /// Difference to what is behind it, in standard deviations of the sensor's noise; half of the things are brighter,
    /// half darker.
    public var sigmas: Double
    /// Pictures in a second.
    public var framesPerSecond: Double
    /// Day or night.
    public var light: Building.Light
    /// Falls in the clip.
    public var count: Int
    /// Chooses view, places, speeds and noise.
    public var seed: UInt64

    /// Seconds from one release to the next: a fall of 60 m, and the time in which two falls are one incident.
    private static let spacing = 7.0
    /// Seconds before the first release.
    private static let lead = 2.5

    /// `count` falls of things that are `pixels` wide and stand out by `sigmas`.
    public init(
        pixels: Double, sigmas: Double, framesPerSecond: Double = 25, light: Building.Light = .day, count: Int = 6,
        seed: UInt64
    ) {
        self.pixels = pixels
        self.sigmas = sigmas
        self.framesPerSecond = framesPerSecond
        self.light = light
        self.count = count
        self.seed = seed
    }

    /// The scene, `width` × `height` pixels.
    public func scene(width: Int, height: Int) -> Scene {
        var random = SeededRandom(seed: seed, stream: 0xFA)
        let vantage = Vantage.varied(width: width, height: height, light: light, seed: seed)
        let things = (0..<count).map { thing($0, vantage, &random) }
        return Scene(
            camera: vantage.camera, building: vantage.building, noise: Self.noise(light),
            exposure: light == .day ? 0.004 : 0.02, cadence: Cadence(framesPerSecond: framesPerSecond),
            duration: Self.lead + Self.spacing * Double(count), seed: seed, actors: things)
    }

    /// Noise of a usual sensor by day and, amplified, by night.
    public static func noise(_ light: Building.Light) -> SensorNoise { SensorNoise(sigma: light == .day ? 1.8 : 3.5) }

    /// A thing that stays in view until it has fallen past three storeys.
    private func thing(_ number: Int, _ vantage: Vantage, _ random: inout SeededRandom) -> ThrownThing {
        var thing = anyThing(number, vantage, &random)
        for _ in 0..<100 where !staysInView(thing, vantage) { thing = anyThing(number, vantage, &random) }
        return thing
    }

    private func staysInView(_ thing: ThrownThing, _ vantage: Vantage) -> Bool {
        let deep = 3 * vantage.building.floorHeight
        let seconds = stride(from: 0, to: thing.trajectory.duration, by: 0.02)
        guard let start = thing.trajectory.state(at: 0)?.position.y,
            let state = seconds.lazy.compactMap({ thing.trajectory.state(at: $0) }).first(where: {
                start - $0.position.y > deep
            }), let pixel = vantage.camera.pixel(of: state.position)
        else { return false }
        return vantage.camera.shows(pixel)
    }

    private func anyThing(_ number: Int, _ vantage: Vantage, _ random: inout SeededRandom) -> ThrownThing {
        let start = start(vantage, &random)
        // Let go, tipped over a sill, or thrown out by hand; the camera stands beyond where things land.
        let seconds = (2 * start.y / Trajectory.gravity).squareRoot()
        let outwards = min(
            random.unit() < 0.5 ? random.number(in: 0...0.5) : random.number(in: 0.5...3),
            (0.6 * vantage.camera.position.z - start.z) / seconds)
        let aside = random.number(in: -1...1) * random.number(in: 0...2)
        // A bottle, a full bag, a shoe; every third thing is heavy enough not to feel the air.
        let terminal: Double? = random.unit() < 0.33 ? nil : random.number(in: 16...45)
        return ThrownThing(
            releasedAt: Self.lead + Self.spacing * Double(number) + random.number(in: 0...1.5), from: start,
            velocity: SIMD3(aside, 0, outwards), size: .pixels(pixels),
            contrast: .sigmas(random.unit() < 0.5 ? sigmas : -sigmas), terminalSpeed: terminal,
            aspect: random.number(in: 0.7...1.4), reflection: random.unit() < 0.2 ? 0.4 : 0)
    }

    /// A place in front of the facade, in view with at least four storeys below it in view.
    private func start(_ vantage: Vantage, _ random: inout SeededRandom) -> SIMD3<Double> {
        let (camera, building) = (vantage.camera, vantage.building)
        var place = SIMD3<Double>.zero
        for _ in 0..<200 {
            let storey = 2 + Int(random.unit() * Double(building.floors - 1))
            place = SIMD3(
                random.number(in: -0.4...0.4) * building.width,
                building.level(of: Double(storey)) + random.number(in: 0.4...1.8), random.number(in: 0.2...0.6))
            let below = place - SIMD3(0, 4 * building.floorHeight, 0)
            let margin = Double(camera.height) * 0.03
            if below.y > 0, let top = camera.pixel(of: place), let bottom = camera.pixel(of: below), camera.shows(top),
                camera.shows(bottom), top.y > margin
            {
                return place
            }
        }
        return place
    }
}
