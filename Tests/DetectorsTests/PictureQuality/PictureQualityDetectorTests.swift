import Synchronization
import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

struct PictureQualityDetectorTests {
    private let fixture = QualityFixture()

    /// Findings from pictures of `parts`: so many of each, two seconds apart.
    private func findings(
        _ parts: [(count: Int, change: (Frame) -> Frame)], _ detector: PictureQualityDetector = .init()
    ) throws -> [Finding] {
        var detector = detector
        let good = fixture.frames(count: 10)
        var (findings, number) = ([Finding](), 0)
        for part in parts {
            for _ in 0..<part.count {
                let frame = fixture.shown(part.change(good[number % good.count]), at: Double(2 * number))
                findings += try detector.findings(in: frame)
                number += 1
            }
        }
        return findings + detector.finish()
    }

    private func black(_ frame: Frame) -> Frame { fixture.painted(frame) { _, _, _ in 16 } }

    @Test func `A fault that holds opens one alarm, which closes when the picture is good again`() throws {
        let findings = try findings([(15, { $0 }), (40, black), (40, { $0 })])
        #expect(findings.map(\.stage) == [.open, .close])
        #expect(findings.allSatisfy { $0.kind == .pictureQuality && $0.incident == 1_000_001 })
        #expect(findings.first?.detail?.contains("lens cap") == true)
        let opened = try #require(findings.first)
        #expect((60...90).contains(opened.detected) && opened.start < opened.detected)
    }

    @Test func `A fault of twenty seconds and good pictures ring for nothing`() throws {
        #expect(try findings([(15, { $0 }), (10, black), (40, { $0 })]).isEmpty)
        #expect(try findings([(60, { $0 })]).isEmpty)
    }

    @Test func `The end of the stream closes what is open`() throws {
        #expect(try findings([(40, black)]).map(\.stage) == [.open, .close])
    }

    @Test func `A still is judged alone, the first picture of a stream is not`() throws {
        var detector = PictureQualityDetector()
        let first = black(fixture.frames(count: 1)[0])
        #expect(detector.demand == .everyFrame)
        #expect(try detector.findings(in: first).isEmpty)
        #expect(detector.finish().map(\.stage) == [.open, .close])
        detector = PictureQualityDetector()
        for time in [0, 0.04] { _ = try detector.findings(in: fixture.shown(first, at: time)) }
        #expect(detector.demand == .keyframes(every: 2))
        #expect(detector.finish().isEmpty)
        detector = PictureQualityDetector()
        _ = try detector.findings(in: fixture.frames(count: 1)[0])
        #expect(detector.finish().isEmpty)
    }

    @Test func `Verdicts are handed on once a minute, and none that is unsettled`() throws {
        let heard = Mutex<[PictureVerdict]>([])
        let detector = PictureQualityDetector { verdict, _ in heard.withLock { $0.append(verdict) } }
        _ = try findings([(70, { $0 }), (70, black)], detector)
        let verdicts = heard.withLock { $0 }
        #expect((4...5).contains(verdicts.count))
        #expect(verdicts.first == .good && verdicts.last == .faulty(.black))
    }

    @Test(arguments: [true, false])
    func `A view that has moved rings unless something else watches it`(watchesView: Bool) throws {
        var baseline = QualityBaseline()
        var examination = PictureExamination()
        for frame in fixture.frames(count: 10) { examination.look(at: frame) }
        for _ in 0..<5 { baseline.learn(examination, hour: 4) }
        let detector = PictureQualityDetector(baseline: baseline, watchesView: watchesView)
        let moved = { (frame: Frame) in Impairment.shift(x: 26, y: 8).applied(to: frame, noise: 0) }
        let findings = try findings([(20, { $0 }), (40, moved)], detector)
        #expect(findings.first?.detail?.contains("another part") == (watchesView ? true : nil))
    }

    @Test func `Every fault has words of its own with advice`() {
        let words = PictureFault.allCases.map(\.words)
        #expect(Set(words).count == PictureFault.allCases.count && words.allSatisfy { $0.contains(";") })
    }
}
