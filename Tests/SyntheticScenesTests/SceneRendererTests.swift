import SyntheticScenes
import Testing
import VideoCore

@Suite struct SceneRendererTests {
    private func scene(_ cadence: Cadence) -> Scene {
        var scene = quietScene(
            [Bird(start: SIMD3(-4, 20, 2), velocity: SIMD3(7, 0, 0))], noise: SensorNoise(sigma: 1.5), seconds: 1,
            camera: testCamera(width: 160, height: 90))
        scene.cadence = cadence
        return scene
    }

    @Test func `Frames carry size, number and times`() {
        let renderer = SceneRenderer(scene(Cadence(framesPerSecond: 12.5)))
        let frames = Array(renderer.frames)
        #expect(frames.count == renderer.frameCount && frames.count == 13)
        for (index, frame) in frames.enumerated() {
            #expect(frame.index == index && frame.isKeyframe)
            #expect(frame.mediaTime == Double(index) / 12.5)
            #expect(frame.wallTime == SceneRenderer.wallTimeAtStart.advanced(by: frame.mediaTime))
            #expect(frame.width == 160 && frame.height == 90)
            #expect(frame.chromaU.width == 80 && frame.chromaV.height == 45)
        }
        #expect(frames[3].receivedAt - frames[0].receivedAt == .seconds(0.24))
    }

    @Test func `A recorder that fills up a low rate sends the same picture again`() {
        let renderer = SceneRenderer(scene(Cadence(framesPerSecond: 25, copies: 3)))
        let pictures = (0..<6).map { bytes(of: renderer.frame(at: $0)) }
        #expect(pictures[0] == pictures[1] && pictures[1] == pictures[2])
        #expect(pictures[2] != pictures[3] && pictures[3] == pictures[5])
        #expect(renderer.mediaTime(of: 1) == 0.04)
    }

    @Test func `Missing pictures leave a gap in time, and the others are as they were`() {
        let whole = SceneRenderer(scene(Cadence(framesPerSecond: 25)))
        let gappy = SceneRenderer(scene(Cadence(framesPerSecond: 25, missing: [2, 3])))
        #expect(gappy.frameCount == 23)
        #expect(gappy.mediaTime(of: 2) == 0.16)
        #expect(bytes(of: gappy.frame(at: 2)) == bytes(of: whole.frame(at: 4)))
    }

    @Test func `Media time starts at 0 even when the first pictures are missing, and the truth follows`() throws {
        var scene = quietScene([
            ThrownThing(releasedAt: 0.2, from: SIMD3(0, 20, 0.4), size: .pixels(6), contrast: .steps(30))
        ])
        scene.cadence.missing = [0, 1]
        let renderer = SceneRenderer(scene)
        let flight = try #require(renderer.truth.falls.first)
        #expect(renderer.mediaTime(of: 0) == 0)
        #expect(abs(flight.start - 0.12) < 1e-12)
        #expect(flight.points.first?.frame == 3)
        #expect(flight.points.first?.mediaTime == 0.12)
    }

    @Test func `Whole pixels of shake move the picture exactly`() {
        var scene = quietScene()
        scene.shake = Shake(amplitude: SIMD2(3, 0), frequency: 0.25, during: 0...2)
        let renderer = SceneRenderer(scene)
        // A quarter of a swing after one second: three pixels to the right.
        let (still, moved) = (renderer.frame(at: 0), renderer.frame(at: 25))
        for y in 0..<180 {
            for x in 3..<320 where moved.luma[x, y] != still.luma[x - 3, y] {
                Issue.record("pixel \(x), \(y) did not move by three")
                return
            }
        }
    }

    @Test func `Half a pixel of shake lies half way between`() {
        var scene = quietScene()
        scene.shake = Shake(amplitude: SIMD2(0.5, 0), frequency: 0.25, during: 0...2)
        let renderer = SceneRenderer(scene)
        let (still, moved) = (renderer.frame(at: 0), renderer.frame(at: 25))
        var wrong = 0
        for y in 0..<180 {
            for x in 1..<320 {
                let between = (Double(still.luma[x, y]) + Double(still.luma[x - 1, y])) / 2
                if abs(Double(moved.luma[x, y]) - between) > 0.51 { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test func `Outside its time the camera does not shake`() {
        let shake = Shake(amplitude: SIMD2(3, 2), frequency: 1, during: 1...2)
        #expect(shake.displacement(at: 0.9) == .zero && shake.displacement(at: 2.1) == .zero)
        #expect(shake.displacement(at: 1.25) != .zero)
    }

    @Test(arguments: [(1, 1), (3, 5), (161, 91)])
    func `Odd and tiny sizes can be rendered`(width: Int, height: Int) {
        let frame = SceneRenderer(ScenePreset.busyFall.scene(seed: 1, seconds: 4, width: width, height: height))
            .frame(at: 60)
        #expect(frame.width == width && frame.height == height)
        #expect(frame.chromaU.width == (width + 1) / 2 && frame.chromaV.height == (height + 1) / 2)
    }

    @Test func `By night the wall is dark and some windows are lit`() {
        func luma(_ preset: ScenePreset) -> [Double] {
            let frame = SceneRenderer(preset.scene(seed: 2, seconds: 4, width: 160, height: 90)).frame(at: 0)
            return bytes(of: frame).prefix(160 * 90).map(Double.init)
        }
        #expect(moments(luma(.nightFall)).mean < 50)
        #expect(moments(luma(.facadeFall)).mean > 120)
        #expect(luma(.nightFall).contains { $0 > 140 })
    }
}
