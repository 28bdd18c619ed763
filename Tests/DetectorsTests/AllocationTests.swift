import AllocationCount
import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// What the detector asks of the heap while it watches.
struct AllocationTests {
    /// One picture and what it cost.
    private struct Look {
        var mediaTime: Double
        var allocations: UInt64
        var findings: [Finding]
    }

    /// Each look at `scene`, without the first six seconds: by then noise and view are learnt.
    private func looks(_ scene: Scene, hasLines: Bool = true) throws -> [Look] {
        let renderer = SceneRenderer(scene)
        let detector = ThrownObjectDetector(settings: hasLines ? .of(renderer.truth) : ThrownObjectSettings())
        return try renderer.frames.map { frame in
            let before = allocation_count()
            let findings = try detector.findings(in: frame)
            return Look(mediaTime: frame.mediaTime, allocations: allocation_count() - before, findings: findings)
        }.filter { $0.mediaTime > 6 }
    }

    @Test func `The count counts`() {
        let before = allocation_count()
        let list = Array(repeating: UInt8(before % 7), count: Int(before % 3) + 1000)
        #expect(allocation_count() > before)
        #expect(list.count >= 1000)
    }

    @Test(arguments: ScenePreset.allCases.filter { !$0.rawValue.hasSuffix("fall") }, [true, false])
    func `Pictures without a report allocate nothing, whatever moves`(preset: ScenePreset, hasLines: Bool) throws {
        let looks = try looks(preset.scene(seed: 11, seconds: 12), hasLines: hasLines)
        try #require(looks.count > 140)
        let costly = looks.filter { $0.allocations > 0 && $0.findings.isEmpty }
        #expect(costly.isEmpty, "\(costly.count) of \(looks.count), \(costly.first?.mediaTime ?? 0)")
    }

    @Test(arguments: [ScenePreset.facadeFall, .nightFall, .busyFall])
    func `A fall allocates for its reports alone`(preset: ScenePreset) throws {
        let looks = try looks(preset.scene(seed: 11, seconds: 12))
        let costly = looks.filter { $0.allocations > 0 }
        #expect(costly.allSatisfy { $0.allocations <= 4 } && costly.count <= 8, "\(costly.map(\.allocations))")
        #expect(looks.contains { !$0.findings.isEmpty && $0.allocations > 0 }, "a report holds its track")
    }
}
