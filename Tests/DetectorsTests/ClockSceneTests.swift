import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// The check of a camera's clock on rendered facades with a known one.
struct ClockSceneTests {
    /// What the detector says of the clock of a stream that plays `scene` at `speed` times its pace.
    private func warnings(_ scene: Scene, speed: Double, hasLines: Bool = true) throws -> [Finding] {
        let renderer = SceneRenderer(scene)
        let detector = ThrownObjectDetector(settings: hasLines ? .of(renderer.truth) : ThrownObjectSettings())
        var findings: [Finding] = []
        for frame in renderer.frames {
            let mediaTime = frame.mediaTime / speed
            let wallTime = SceneRenderer.wallTimeAtStart.advanced(by: mediaTime)
            findings += try detector.findings(
                in: frame.retimed(mediaTime: mediaTime, wallTime: wallTime, index: frame.index))
        }
        return (findings + detector.finish()).filter { $0.kind == .pictureQuality }
    }

    /// Six falls, light and heavy, dropped and thrown out, from one of many facades.
    private func falls(_ seed: UInt64) -> Scene {
        FallTrial(pixels: 8, sigmas: 8, count: 6, seed: seed).scene(width: 1280, height: 720)
    }

    @Test(arguments: 1...6, [1, 1.05])
    func `A right clock is never complained of`(seed: UInt64, speed: Double) throws {
        #expect(try warnings(falls(seed), speed: speed).isEmpty)
    }

    @Test(arguments: [(0.65, UInt64(3)), (1.25, 3), (1.25, 4), (1.5, 3)])
    func `A stream that plays too fast or too slowly is, once, in words`(speed: Double, seed: UInt64) throws {
        let found = try warnings(falls(seed), speed: speed)
        #expect(found.map(\.stage) == [.open, .close])
        let words = try #require(found.first?.detail)
        #expect(words.contains(speed > 1 ? "too fast" : "too slow"))
    }

    @Test func `Without floor lines nothing is known of metres`() throws {
        #expect(try warnings(falls(1), speed: 1.5, hasLines: false).isEmpty)
    }

    @Test(arguments: ScenePreset.allCases.filter { !$0.rawValue.hasSuffix("fall") })
    func `What is no fall tells nothing of the clock`(preset: ScenePreset) throws {
        for seed in [11, 12] as [UInt64] {
            let scene = preset.scene(seed: seed, seconds: 12)
            #expect(try warnings(scene, speed: 1).isEmpty)
        }
    }
}

extension ThrownObjectSettings {
    /// What a scene's truth tells of its facade.
    static func of(_ truth: GroundTruth) -> ThrownObjectSettings {
        var settings = ThrownObjectSettings()
        settings.facade = [truth.facade]
        settings.floors = truth.floorLines.map { FloorLine(floor: $0.floor, from: $0.from, to: $0.to) }
        settings.floorHeight = truth.floorHeight
        return settings
    }
}
