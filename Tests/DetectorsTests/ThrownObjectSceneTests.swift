import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// The whole detector on rendered facades with known truth.
struct ThrownObjectSceneTests {
    private func settings(_ truth: GroundTruth) -> ThrownObjectSettings {
        var settings = ThrownObjectSettings()
        settings.facade = [truth.facade]
        settings.floors = truth.floorLines.map { FloorLine(floor: $0.floor, from: $0.from, to: $0.to) }
        settings.floorHeight = truth.floorHeight
        return settings
    }

    private func findings(in renderer: SceneRenderer, _ settings: ThrownObjectSettings) throws -> [Finding] {
        let detector = ThrownObjectDetector(settings: settings)
        var findings: [Finding] = []
        for frame in renderer.frames { findings += try detector.findings(in: frame) }
        return findings + detector.finish()
    }

    @Test(arguments: [ScenePreset.facadeFall, .nightFall, .busyFall], [true, false])
    func `A fall rings once, with or without floor lines`(preset: ScenePreset, hasLines: Bool) throws {
        let renderer = SceneRenderer(preset.scene(seed: 11, seconds: 6))
        let fall = try #require(renderer.truth.falls.first)
        let found = try findings(in: renderer, hasLines ? settings(renderer.truth) : ThrownObjectSettings())
        let opens = found.filter { $0.stage == .open }
        #expect(opens.count == 1)
        #expect(found.count { $0.stage == .close } == 1)
        let open = try #require(opens.first)
        #expect(open.start >= fall.start - 0.1 && open.end <= fall.end + 0.1)
        #expect(open.kind == .thrownObject && open.confidence >= 0.5 && open.confidence <= 1)
        let last = try #require(found.last)
        #expect(last.track.count >= 6 && last.track.map(\.mediaTime) == last.track.map(\.mediaTime).sorted())
        if hasLines { #expect(abs(try #require(last.origin).floor - fall.originStorey) <= 1) }
        // The track lies on the truth; a picture's edge may cut the last places short.
        let astray = last.track.dropLast(2).count { distance(from: $0, to: fall) > 8 }
        #expect(astray == 0)
    }

    /// Pixels from a place of a track to the truth at its time.
    private func distance(from point: TrackPoint, to fall: TrueFlight) -> Double {
        let nearest = fall.points.min { abs($0.mediaTime - point.mediaTime) < abs($1.mediaTime - point.mediaTime) }
        guard let centre = nearest?.centre else { return .infinity }
        let (dx, dy) = (point.pointInImage.x * 640 - centre.x, point.pointInImage.y * 360 - centre.y)
        return (dx * dx + dy * dy).squareRoot()
    }

    @Test(arguments: ScenePreset.allCases.filter { !$0.rawValue.hasSuffix("fall") })
    func `What is no fall does not ring`(preset: ScenePreset) throws {
        let renderer = SceneRenderer(preset.scene(seed: 11, seconds: 5))
        #expect(try findings(in: renderer, settings(renderer.truth)).isEmpty)
    }

    @Test(arguments: [12.5, 50])
    func `A fall rings at other rates`(rate: Double) throws {
        let renderer = SceneRenderer(ScenePreset.facadeFall.scene(seed: 3, seconds: 5, framesPerSecond: rate))
        let found = try findings(in: renderer, settings(renderer.truth))
        #expect(found.count { $0.stage == .open } == 1)
    }

    @Test func `A fall outside the facade does not ring`() throws {
        let renderer = SceneRenderer(ScenePreset.facadeFall.scene(seed: 11, seconds: 5))
        var settings = settings(renderer.truth)
        settings.facade = [Polygon([(0, 0), (0.1, 0), (0.1, 1), (0, 1)].map { ImagePoint(x: $0.0, y: $0.1) })]
        #expect(try findings(in: renderer, settings).isEmpty)
    }

    @Test(arguments: [(isItsFacade: true, opens: 1), (false, 0)])
    func `What leaves the facade before it is seen rings if it comes from there`(isItsFacade: Bool, opens: Int) throws {
        // A thing like one of a trial, thrown far towards the camera from near the edge of the facade.
        var scene = FallTrial(pixels: 12, sigmas: 8, seed: 58_003).scene(width: 1280, height: 720)
        let trajectory = try #require((scene.actors[4] as? ThrownThing)?.trajectory)
        let start = try #require(trajectory.state(at: 0))
        let thing = ThrownThing(
            releasedAt: 1, from: start.position, velocity: start.velocity, size: .pixels(12), contrast: .sigmas(20))
        (scene.actors, scene.duration) = ([thing], 4.6)
        let renderer = SceneRenderer(scene)
        var settings = settings(renderer.truth)
        // The lines run on; another building could stand to the left.
        if !isItsFacade {
            settings.facade = [
                Polygon([(0, 0), (0.52, 0), (0.52, 1), (0, 1)].map { ImagePoint(x: $0.0, y: $0.1) })
            ]
        }
        let found = try findings(in: renderer, settings)
        #expect(found.count { $0.stage == .open } == opens)
        let facade = settings.facade
        if let first = found.first?.track.first?.pointInImage {
            #expect(!facade.contains { $0.contains(first) }, "it is seen beside the facade from the start")
        }
    }

    @Test func `Three copies of each picture change nothing`() throws {
        var scene = ScenePreset.facadeFall.scene(seed: 11, seconds: 5, framesPerSecond: 25)
        scene.cadence.copies = 3
        let renderer = SceneRenderer(scene)
        let found = try findings(in: renderer, settings(renderer.truth))
        #expect(found.count { $0.stage == .open } == 1)
    }

    @Test func `A clip played backwards does not ring`() throws {
        let renderer = SceneRenderer(ScenePreset.facadeFall.scene(seed: 11, seconds: 5))
        let detector = ThrownObjectDetector(settings: ThrownObjectSettings())
        var findings: [Finding] = []
        for i in 0..<renderer.frameCount {
            let frame = renderer.frame(at: renderer.frameCount - 1 - i)
            let turned = Picture(copying: frame).frame(
                mediaTime: renderer.mediaTime(of: i), receivedAt: frame.receivedAt, wallTime: frame.wallTime,
                isKeyframe: false, index: i)
            findings += try detector.findings(in: turned)
        }
        #expect((findings + detector.finish()).isEmpty)
    }
}
