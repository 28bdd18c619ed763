import Testing
import VideoCore

@testable import Pipeline

/// Detectors side by side.
@Suite struct DetectorBenchTests {
    private struct Blind: Detector {
        let demand = FrameDemand.everyFrame
        var blindSeconds: Double
        mutating func findings(in frame: Frame) -> [Finding] { [] }
        mutating func finish() -> [Finding] { [] }
    }

    private struct Keen: Detector {
        let demand = FrameDemand.everyFrame
        mutating func findings(in frame: Frame) -> [Finding] { [] }
        mutating func finish() -> [Finding] { [] }
    }

    @Test("Blind seconds add up; a detector that says nothing is never blind")
    func blindSeconds() {
        #expect(DetectorBench([Blind(blindSeconds: 2), Keen(), Blind(blindSeconds: 0.5)]).blindSeconds == 2.5)
        #expect(DetectorBench([]).blindSeconds == 0)
    }
}
