import AllocationCount
import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

struct PictureAllocationTests {
    @Test func `A look allocates nothing once the size is known`() {
        let frames = QualityFixture().frames(count: 20)
        var examination = PictureExamination()
        for frame in frames.prefix(4) { examination.look(at: frame) }
        for frame in frames.dropFirst(4) {
            let before = allocation_count()
            examination.look(at: frame)
            #expect(allocation_count() == before, "\(frame.mediaTime)")
        }
        #expect(examination.verdict == .good)
    }

    @Test func `A detector allocates nothing for a picture without a report`() throws {
        let frames = QualityFixture().frames(count: 12, interval: 2)
        var detector = PictureQualityDetector()
        for frame in frames.prefix(4) { _ = try detector.findings(in: frame) }
        for frame in frames.dropFirst(4) {
            let before = allocation_count()
            let findings = try detector.findings(in: frame)
            #expect(allocation_count() == before && findings.isEmpty, "\(frame.mediaTime)")
        }
    }
}
