public import VideoCore
public import VideoStreams

/// Everything needed to run one camera, and to run it again from scratch after a failure.
public struct CameraRecipe: Sendable {
    /// Its name within the site.
    public var id: CameraID
    /// How to reach it.
    public var stream: StreamSettings
    /// How its reader behaves.
    public var reading: PacketReader.Options
    /// Makes its detectors, anew for every start.
    public var makeDetectors: @Sendable () throws -> [any Detector]
    /// Forgets what is kept for its detectors from one start to the next. May be called on any thread, and must not wait.
    public var forget: @Sendable () -> Void

    /// Camera `id`, read from `stream`, looked at by what `makeDetectors` makes.
    public init(
        id: CameraID, stream: StreamSettings, reading: PacketReader.Options = PacketReader.Options(),
        makeDetectors: @escaping @Sendable () throws -> [any Detector], forget: @escaping @Sendable () -> Void = {}
    ) {
        self.id = id
        self.stream = stream
        self.reading = reading
        self.makeDetectors = makeDetectors
        self.forget = forget
    }
}
