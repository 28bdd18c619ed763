import SyntheticScenes
import Testing
import VideoCore

/// Bytes of all three planes.
func bytes(of frame: Frame) -> [UInt8] {
    var bytes: [UInt8] = []
    for plane in [frame.luma, frame.chromaU, frame.chromaV] {
        for y in 0..<plane.height {
            unsafe bytes.append(
                contentsOf: UnsafeBufferPointer(start: plane.base + y * plane.stride, count: plane.width))
        }
    }
    return withExtendedLifetime(frame) { bytes }
}

@Suite struct DeterminismTests {
    @Test(arguments: ScenePreset.allCases)
    func `The same seed gives the same bytes, in any order`(preset: ScenePreset) {
        let scene = preset.scene(seed: 11, seconds: 4, width: 160, height: 90)
        let (first, second) = (SceneRenderer(scene), SceneRenderer(scene))
        #expect(first.truth == second.truth)
        for index in [50, 0, 99, 43] {
            #expect(bytes(of: first.frame(at: index)) == bytes(of: second.frame(at: index)))
        }
    }

    @Test func `Another seed gives another picture`() {
        let pictures = [1, 2].map { seed in
            bytes(of: SceneRenderer(ScenePreset.facadeQuiet.scene(seed: seed, width: 160, height: 90)).frame(at: 0))
        }
        #expect(pictures[0] != pictures[1])
    }

    @Test func `Pictures of one clip differ in their noise`() {
        let renderer = SceneRenderer(ScenePreset.facadeQuiet.scene(seed: 1, width: 160, height: 90))
        #expect(bytes(of: renderer.frame(at: 0)) != bytes(of: renderer.frame(at: 1)))
    }
}
