/// Chooses the actors of the scenes that have a name; every choice comes from the scene's seed.
struct PresetCast {
    private let building: Building
    private let seconds: Double
    private let framesPerSecond: Double
    private let seed: UInt64
    private var random: SeededRandom
    /// How many times eight seconds of the same a clip holds.
    private var repeats: Int { max(1, Int(seconds / 8)) }

    init(scene: Scene) {
        building = scene.building
        seconds = scene.duration
        framesPerSecond = scene.cadence.framesPerSecond
        seed = scene.seed
        random = SeededRandom(seed: scene.seed, stream: 0xAC)
    }

    mutating func actors(of preset: ScenePreset) -> [any SceneActor] {
        switch preset {
        case .facadeStill, .facadeShake: []
        case .facadeFall: [fall(Colour(luma: 236, u: 124, v: 130))]
        case .nightFall: [fall(Colour(luma: 110))]
        case .busyFall: quiet() + [laundry(), fall(Colour(luma: 236, u: 124, v: 130), reflection: 0.5)]
        case .facadeQuiet: quiet()
        case .facadeBirds: (0..<7 * repeats).map { _ in bird() } + (0..<repeats).map { sinkingBird($0) }
        case .facadeInsects: (0..<5 * repeats).map { insect($0, of: 5 * repeats) }
        case .facadeLeaves: (0..<4 * repeats).map { leaf($0) }
        case .facadeDrizzle: [Precipitation.rain(drops: 200, seed: seed)]
        case .facadeRain: [Precipitation.rain(drops: 2000, seed: seed)]
        case .facadeSnow: [Precipitation.snow(flakes: 1200, seed: seed)]
        case .facadeLaundry: (0..<4).map { _ in laundry() }
        case .facadeCurtains: (0..<5).map { _ in curtain() }
        case .facadeTree: [tree()]
        case .facadeLightSwitch: (0..<4 * repeats).map { _ in windowLight() }
        case .facadeExposure: (0..<repeats).map { exposureStep($0) }
        case .facadeInfraredSwitch: (0..<repeats).map { infraredSwitch($0) }
        case .facadeDrips: (0..<3).map { _ in drip() }
        case .facadeCradle: [Cradle(start: SIMD3(random.number(in: -3...3), 24, 0.7), speed: -0.5)]
        case .facadeDrone: (0..<repeats).map { drone($0) }
        case .facadePerson: [person()]
        case .ballUp: (0..<repeats).map { ballUp($0) }
        }
    }

    private mutating func quiet() -> [any SceneActor] { [person(), windowLight(), bird(), bird(), tree()] }

    private mutating func fall(_ colour: Colour, reflection: Double = 0) -> ThrownThing {
        let height = building.level(of: 9) + random.number(in: 0.95...1.4)
        return ThrownThing(
            releasedAt: seconds * 0.35, from: SIMD3(random.number(in: -3...3), height, 0.3),
            velocity: SIMD3(random.number(in: -0.4...0.4), 0, random.number(in: 0.2...0.5)), size: .metres(0.34),
            contrast: .colour(colour), terminalSpeed: 28, reflection: reflection)
    }

    /// Where the `number`th of several moments lies that are `share` of the way through their part of the clip.
    private func moment(_ number: Int, _ share: Double) -> Double {
        (Double(number) + share) * seconds / Double(repeats)
    }

    private mutating func ballUp(_ number: Int) -> ThrownThing {
        ThrownThing(
            kind: .ballUp, releasedAt: moment(number, 0.3), from: SIMD3(random.number(in: -2...2), 1.6, 2.5),
            velocity: SIMD3(random.number(in: -0.5...0.5), random.number(in: 14...16), 0), size: .metres(0.24),
            contrast: .colour(Colour(luma: 230, u: 110, v: 150)), terminalSpeed: 30)
    }

    private mutating func bird() -> Bird {
        let velocity = SIMD3(
            random.number(in: 6...11) * (random.unit() < 0.5 ? -1 : 1), random.number(in: -0.8...1.2), 0)
        // In the middle of the facade at some moment of the clip.
        let middle = SIMD3(0, random.number(in: 13...28), random.number(in: 1...4))
        return Bird(
            start: middle - velocity * random.number(in: 0...seconds), velocity: velocity,
            wingspan: random.number(in: 0.3...0.7), beat: random.number(in: 4...7))
    }

    private mutating func sinkingBird(_ number: Int) -> Bird {
        let velocity = SIMD3(random.number(in: -3...3), -6.5, 0.3)
        return Bird(start: SIMD3(0, 16, 2) - velocity * moment(number, 0.5), velocity: velocity, beat: 3)
    }

    private mutating func insect(_ number: Int, of count: Int) -> Insect {
        let first = seconds * (Double(number) + random.unit()) / Double(count)
        let down = random.unit() < 0.5
        let speed = random.number(in: 0.2...0.3) * framesPerSecond
        return Insect(
            during: first...first + random.number(in: 2...5) / framesPerSecond,
            start: SIMD2(random.number(in: 0.2...0.8), down ? 0 : random.unit()),
            velocity: speed * (down ? SIMD2(0.2, 1.2) : SIMD2(random.unit() < 0.5 ? 1 : -1, 0.3)))
    }

    private mutating func leaf(_ number: Int) -> Leaf {
        Leaf(
            releasedAt: seconds * 0.12 * Double(number) / Double(repeats),
            start: SIMD3(random.number(in: -5...5), random.number(in: 14...24), random.number(in: 0.5...2)),
            descent: random.number(in: 0.9...2), swing: random.number(in: 0.3...0.8),
            size: random.number(in: 0.12...0.3))
    }

    private mutating func laundry() -> Laundry {
        let glass = building.glass(column: index(below: building.columns), floor: 4 + index(below: 6))
        let pane = Building.Pane(left: glass.left, bottom: glass.bottom - 1, width: 1.4, height: 1.3)
        return Laundry(pane: pane, swing: random.number(in: 0.15...0.4), frequency: random.number(in: 0.4...0.9))
    }

    private mutating func tree() -> Tree {
        Tree(
            centre: SIMD2(random.unit() < 0.5 ? 0.06 : 0.94, 0.85), radius: SIMD2(0.2, 0.42),
            frequency: random.number(in: 0.6...1), seed: seed)
    }

    private mutating func windowLight() -> WindowLight {
        let pane = building.glass(column: index(below: building.columns), floor: 4 + index(below: 7))
        return WindowLight(pane: pane, switchedAt: [seconds * random.number(in: 0.2...0.5), seconds * 0.8])
    }

    private mutating func exposureStep(_ number: Int) -> ExposureStep {
        ExposureStep(during: moment(number, 0.4)...moment(number, 0.7), gain: number % 2 == 0 ? 1.3 : 0.75)
    }

    private mutating func infraredSwitch(_ number: Int) -> InfraredSwitch {
        InfraredSwitch(during: moment(number, 0.4)...moment(number, 0.75))
    }

    private mutating func curtain() -> Laundry {
        let glass = building.glass(column: index(below: building.columns), floor: 3 + index(below: building.floors - 3))
        let colour = Colour(luma: random.number(in: 120...220), u: 120, v: random.number(in: 124...140))
        return Laundry(
            pane: Building.Pane(left: glass.left + 0.1, bottom: glass.bottom - 0.5, width: 0.9, height: 1.9),
            swing: random.number(in: 0.3...0.7), frequency: random.number(in: 0.25...0.6), stripes: [colour])
    }

    private mutating func drip() -> Drip {
        let glass = building.glass(column: index(below: building.columns), floor: 5 + index(below: building.floors - 5))
        return Drip(
            outlet: SIMD3(glass.left - 0.3, glass.bottom - 0.2, 0.5), interval: random.number(in: 0.7...2.5),
            diameter: random.number(in: 0.004...0.006), seed: seed)
    }

    private mutating func drone(_ number: Int) -> Drone {
        Drone(
            start: SIMD3(random.number(in: -4...4), 22, 3), leavesAt: moment(number, 0.25),
            velocity: SIMD3(random.number(in: -1...1), -4, 0))
    }

    private mutating func person() -> Person {
        let glass = building.glass(column: index(below: building.columns), floor: 4 + index(below: 4))
        return Person(place: SIMD3(glass.left + glass.width / 2, glass.bottom - 0.5, 0.1))
    }

    private mutating func index(below count: Int) -> Int { Int(random.unit() * Double(count)) }
}
