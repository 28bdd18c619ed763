public import VideoCore

/// Renders the pictures of a scene, any of them at any time.
public struct SceneRenderer: Sendable {
    /// What is rendered.
    public let scene: Scene
    /// Where everything really is.
    public let truth: GroundTruth

    private let background: Frame
    private let noise: NoiseTile
    private let pictures: [Int]
    private let start = ContinuousClock.now

    /// Civil time of media time 0 in every scene: 2026-01-01T04:00:00Z, noon in Beijing.
    public static let wallTimeAtStart = WallTime(secondsSince1970: 1_767_240_000)

    /// Paints what stands still, once.
    public init(_ scene: Scene) {
        self.scene = scene
        background = FacadePainter(building: scene.building, camera: scene.camera).background()
        noise = NoiseTile(seed: scene.seed, longestRow: scene.camera.width)
        let count = Int((scene.duration * scene.cadence.framesPerSecond).rounded())
        pictures = (0..<count).filter { !scene.cadence.missing.contains($0) }
        truth = GroundTruth(scene: scene, pictures: pictures)
    }

    /// Number of pictures that arrive.
    public var frameCount: Int { pictures.count }

    /// Media time of the picture at `index`, in seconds: the first is 0.
    public func mediaTime(of index: Int) -> Double {
        Double(pictures[index] - (pictures.first ?? 0)) / scene.cadence.framesPerSecond
    }

    /// The picture at `index`, 0..<``frameCount``.
    public func frame(at index: Int) -> Frame {
        let capture = scene.capture(of: pictures[index])
        var camera = scene.camera
        camera.displacement = scene.shake?.displacement(at: capture.time) ?? .zero
        let canvas = Canvas(
            background: background, camera: camera, building: scene.building, exposure: scene.exposure,
            sigma: scene.noise.sigma(at: 128))
        for actor in scene.actors { actor.draw(on: canvas, at: capture.time) }
        unsafe noise.add(scene.noise, to: canvas.picture.luma, picture: capture.number)
        return canvas.finished(mediaTime: mediaTime(of: index), start: start, index: index)
    }

    /// All pictures in order, each rendered when it is asked for.
    public var frames: some Sequence<Frame> { (0..<frameCount).lazy.map { frame(at: $0) } }
}

extension Scene {
    /// Which picture the camera took and when, for the picture sent as number `sent`.
    func capture(of sent: Int) -> (number: Int, time: Double) {
        let number = sent / cadence.copies * cadence.copies
        return (number, Double(number) / cadence.framesPerSecond)
    }
}

extension Canvas {
    consuming func finished(mediaTime: Double, start: ContinuousClock.Instant, index: Int) -> Frame {
        picture.frame(
            mediaTime: mediaTime, receivedAt: start + .seconds(mediaTime),
            wallTime: SceneRenderer.wallTimeAtStart.advanced(by: mediaTime), isKeyframe: true, index: index)
    }
}
