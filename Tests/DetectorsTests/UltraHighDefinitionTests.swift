import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// Cameras with 3840 × 2160 pixels.
struct UltraHighDefinitionTests {
    @Test func `A fall rings in 4K, with its floor`() throws {
        // Rendering takes the time: few pictures a second, and only those around the fall.
        let renderer = SceneRenderer(
            ScenePreset.facadeFall.scene(seed: 11, seconds: 4, width: 3840, height: 2160, framesPerSecond: 12.5))
        let fall = try #require(renderer.truth.falls.first)
        let detector = ThrownObjectDetector(settings: .of(renderer.truth))
        var findings: [Finding] = []
        for frame in renderer.frames where (fall.start - 1...fall.end).contains(frame.mediaTime) {
            findings += try detector.findings(in: frame)
        }
        findings += detector.finish()
        #expect(findings.map(\.kind).allSatisfy { $0 == .thrownObject })
        #expect(findings.count { $0.stage == .open } == 1)
        #expect(abs(try #require(findings.last?.origin).floor - fall.originStorey) <= 1)
    }
}
