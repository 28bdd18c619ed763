/// Scenes by name.
public enum ScenePreset: String, CaseIterable, Sendable {
    /// A bucket-sized thing falls from storey 9 of 12 by day.
    case facadeFall = "facade-fall"
    /// The same by night.
    case nightFall = "night-fall"
    /// Nothing happens.
    case facadeQuiet = "facade-quiet"

    /// The scene of this name. Times within it scale with `seconds`, so that it is complete in clips of 4 s and more.
    public func scene(
        seed: UInt64, seconds: Double = 8, width: Int = 640, height: Int = 360, framesPerSecond: Double = 25
    ) -> Scene {
        let camera = PinholeCamera(
            width: width, height: height, position: SIMD3(0.6, 1.6, 11), tilt: 50, pan: 2, verticalFieldOfView: 56)
        let light: Building.Light = self == .nightFall ? .night : .day
        var scene = Scene(
            camera: camera, building: Building(floors: 12, light: light, seed: seed),
            noise: SensorNoise(sigma: light == .day ? 1.2 : 2.5), exposure: light == .day ? 0.005 : 0.02,
            cadence: Cadence(framesPerSecond: framesPerSecond), duration: seconds, seed: seed)
        scene.actors = actors(in: scene)
        return scene
    }

    private func actors(in scene: Scene) -> [any SceneActor] {
        var random = SeededRandom(seed: scene.seed, stream: 0xAC)
        switch self {
        case .facadeQuiet: return []
        case .facadeFall: return [fall(in: scene, contrast: .colour(Colour(luma: 232, u: 124, v: 130)), &random)]
        case .nightFall: return [fall(in: scene, contrast: .colour(Colour(luma: 96)), &random)]
        }
    }

    private func fall(in scene: Scene, contrast: Contrast, _ random: inout SeededRandom) -> ThrownThing {
        let height = scene.building.level(of: 9) + random.number(in: 0.95...1.4)
        return ThrownThing(
            releasedAt: scene.duration * 0.35, from: SIMD3(random.number(in: -3...3), height, 0.4),
            velocity: SIMD3(random.number(in: -0.4...0.4), 0, random.number(in: 0.3...0.8)), size: .metres(0.34),
            contrast: contrast, terminalSpeed: 28)
    }
}
