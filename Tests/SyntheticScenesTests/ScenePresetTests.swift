import SyntheticScenes
import Testing
import VideoCore

@Suite struct ScenePresetTests {
    static let falls: Set<ScenePreset> = [.facadeFall, .nightFall, .busyFall]

    @Test(arguments: ScenePreset.allCases, [1, 2, 3] as [UInt64])
    func `Only scenes named after a fall hold one, and it crosses more than two floors in view`(
        preset: ScenePreset, seed: UInt64
    ) {
        let truth = SceneRenderer(preset.scene(seed: seed, width: 64, height: 36)).truth
        #expect(truth.falls.count == (Self.falls.contains(preset) ? 1 : 0))
        for fall in truth.falls {
            #expect(fall.visibleDrop > 2 * truth.floorHeight)
            #expect(fall.originStorey == 9)
            #expect(fall.points.count >= 12)
            #expect(fall.end < 8)
        }
        #expect(truth.floorLines.count >= 2)
    }

    @Test(arguments: ScenePreset.allCases)
    func `Something happens in every scene but the still one`(preset: ScenePreset) {
        var scene = preset.scene(seed: 1, seconds: 4, width: 160, height: 90)
        scene.noise = SensorNoise(sigma: 0)
        let renderer = SceneRenderer(scene)
        let reference = bytes(of: renderer.frame(at: 0))
        let changes = stride(from: 1, to: renderer.frameCount, by: 1).contains {
            bytes(of: renderer.frame(at: $0)) != reference
        }
        #expect(changes == (preset != .facadeStill))
    }

    @Test(arguments: [4.0, 8, 20])
    func `A clip holds its fall whole, however long it is`(seconds: Double) throws {
        for preset in Self.falls {
            let fall = try #require(
                SceneRenderer(preset.scene(seed: 1, seconds: seconds, width: 64, height: 36)).truth.falls.first)
            #expect(fall.start >= 1)
            #expect(fall.points.last?.mediaTime ?? 99 < seconds)
        }
    }

    @Test(arguments: [12.5, 25, 60])
    func `Another rate shows the same fall`(rate: Double) throws {
        let fall = try #require(
            SceneRenderer(ScenePreset.facadeFall.scene(seed: 1, width: 64, height: 36, framesPerSecond: rate)).truth
                .falls.first)
        #expect(abs(Double(fall.points.count) / rate - 2.04) < 0.2)
        #expect(fall.start == 8 * 0.35)
    }

    @Test func `Names are those of the command line`() {
        #expect(ScenePreset(rawValue: "facade-fall") == .facadeFall)
        #expect(ScenePreset(rawValue: "facade-light-switch") == .facadeLightSwitch)
        #expect(ScenePreset.allCases.count == 23)
    }
}
