/// Scenes by name. Only those whose name ends in `fall` must ring, once for each fall.
public enum ScenePreset: String, CaseIterable, Sendable {
    /// A thing the size of a ball falls from storey 9 of 12 by day.
    case facadeFall = "facade-fall"
    /// The same by night.
    case nightFall = "night-fall"
    /// A fall, mirrored in the windows, beside a tree, birds, laundry, a person and a light that is switched.
    case busyFall = "busy-fall"
    /// Nothing moves.
    case facadeStill = "facade-still"
    /// A tree, birds, a switched light and someone at a window; nothing falls.
    case facadeQuiet = "facade-quiet"
    /// Birds alone and in flocks, some of them sinking.
    case facadeBirds = "facade-birds"
    /// Insects close to the lens.
    case facadeInsects = "facade-insects"
    /// Leaves and paper.
    case facadeLeaves = "facade-leaves"
    /// Light rain.
    case facadeDrizzle = "facade-drizzle"
    /// Heavy rain.
    case facadeRain = "facade-rain"
    /// Snow.
    case facadeSnow = "facade-snow"
    /// Laundry in the wind.
    case facadeLaundry = "facade-laundry"
    /// Curtains that the wind draws out of open windows.
    case facadeCurtains = "facade-curtains"
    /// A tree in the wind.
    case facadeTree = "facade-tree"
    /// Lights switched in windows, at night.
    case facadeLightSwitch = "facade-light-switch"
    /// The camera changes its exposure.
    case facadeExposure = "facade-exposure"
    /// The camera switches between colour and infrared.
    case facadeInfraredSwitch = "facade-infrared-switch"
    /// Water that drips from air conditioners.
    case facadeDrips = "facade-drips"
    /// The camera shakes.
    case facadeShake = "facade-shake"
    /// A window cleaner's cradle.
    case facadeCradle = "facade-cradle"
    /// A drone that sinks.
    case facadeDrone = "facade-drone"
    /// Someone on a balcony.
    case facadePerson = "facade-person"
    /// A ball thrown up from the ground.
    case ballUp = "ball-up"

    /// The scene of this name, seen from `vantage` (default: the standard one). Times within it scale with `seconds`, so
    /// that it is complete in clips of 4 s and more; longer clips hold more of the same.
    public func scene(
        seed: UInt64, seconds: Double = 8, width: Int = 640, height: Int = 360, framesPerSecond: Double = 25,
        vantage: Vantage? = nil
    ) -> Scene {
        let light: Building.Light = [.nightFall, .facadeLightSwitch].contains(self) ? .night : .day
        let vantage = vantage ?? .standard(width: width, height: height, light: light, seed: seed)
        var scene = Scene(
            camera: vantage.camera, building: vantage.building,
            noise: SensorNoise(sigma: light == .day ? 1.2 : 2.5), exposure: light == .day ? 0.005 : 0.02,
            cadence: Cadence(framesPerSecond: framesPerSecond), duration: seconds, seed: seed)
        var cast = PresetCast(scene: scene)
        scene.actors = cast.actors(of: self)
        // Rain brings dull light, and the shutter stays open longer.
        if [.facadeDrizzle, .facadeRain, .facadeSnow].contains(self) { scene.exposure = 0.015 }
        if self == .facadeShake {
            let pixels = Double(vantage.camera.width) / 640
            scene.shake = Shake(
                amplitude: SIMD2(2.2, 1.4) * pixels, frequency: 1.7, during: seconds * 0.25...seconds * 0.75)
        }
        return scene
    }
}
