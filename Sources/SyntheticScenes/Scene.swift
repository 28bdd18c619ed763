import VideoCore

/// When pictures are taken and which of them arrive.
public struct Cadence: Hashable, Sendable {
    /// Pictures in a second.
    public var framesPerSecond: Double
    /// How often each picture is sent: 1 is normal, 3 a recorder that fills up a low rate.
    public var copies: Int
    /// Numbers of the pictures that never arrive.
    public var missing: Set<Int>

    /// `framesPerSecond` pictures a second.
    public init(framesPerSecond: Double, copies: Int = 1, missing: Set<Int> = []) {
        precondition(framesPerSecond > 0 && copies > 0, "a stream needs pictures")
        self.framesPerSecond = framesPerSecond
        self.copies = copies
        self.missing = missing
    }
}

/// Everything that decides how a clip looks; the same scene gives the same bytes on every run.
public struct Scene: Sendable {
    /// Where it is seen from, and how large the picture is.
    public var camera: PinholeCamera
    /// What stands still.
    public var building: Building
    /// What moves, drawn in this order.
    public var actors: [any SceneActor]
    /// Noise of the sensor.
    public var noise: SensorNoise
    /// Seconds that the shutter is open.
    public var exposure: Double
    /// When pictures are taken.
    public var cadence: Cadence
    /// Seconds.
    public var duration: Double
    /// Movement of the camera.
    public var shake: Shake?
    /// Chooses noise; actors carry seeds of their own.
    public var seed: UInt64

    /// A scene without actors.
    public init(
        camera: PinholeCamera, building: Building, noise: SensorNoise = SensorNoise(sigma: 1.5),
        exposure: Double = 0.01,
        cadence: Cadence = Cadence(framesPerSecond: 25), duration: Double, seed: UInt64, actors: [any SceneActor] = []
    ) {
        self.camera = camera
        self.building = building
        self.actors = actors
        self.noise = noise
        self.exposure = exposure
        self.cadence = cadence
        self.duration = duration
        self.seed = seed
    }
}
