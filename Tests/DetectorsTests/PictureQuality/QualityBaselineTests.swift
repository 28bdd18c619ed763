import Foundation
import SyntheticScenes
import Testing
import VideoCore
import Vision

@testable import Detectors

struct QualityBaselineTests {
    private let fixture = QualityFixture()

    private func examination(_ frames: [Frame]) -> PictureExamination {
        var examination = PictureExamination()
        for frame in frames { examination.look(at: frame) }
        return examination
    }

    private func learnt(_ visits: Int, hour: Int = 4, change: (Frame) -> Frame = { $0 }) -> QualityBaseline {
        var baseline = QualityBaseline()
        let good = examination(fixture.frames(count: 10).map(change))
        for _ in 0..<visits { baseline.learn(good, hour: hour) }
        return baseline
    }

    @Test(arguments: [(0, false), (2, false), (3, true), (20, true)])
    func `An hour is believed after three good visits`(visits: Int, isBelieved: Bool) {
        #expect((learnt(visits).usual(at: 4) != nil) == isBelieved)
    }

    @Test(arguments: [(4, true), (3, true), (5, true), (6, false), (16, false)])
    func `What is not known of an hour is taken from the hours beside it`(hour: Int, isKnown: Bool) {
        #expect((learnt(3).usual(at: hour) != nil) == isKnown)
    }

    @Test func `Midnight lies beside eleven at night`() {
        #expect(learnt(3, hour: 23).usual(at: 0) != nil && learnt(3, hour: 0).usual(at: 23) != nil)
    }

    @Test func `Nothing is learnt from a faulty picture, or for an hour that there is not`() {
        var baseline = QualityBaseline()
        let black = examination(fixture.frames().map { fixture.painted($0) { _, _, _ in 16 } })
        baseline.learn(black, hour: 4)
        baseline.learn(examination(fixture.frames(count: 10)), hour: 24)
        #expect(baseline == QualityBaseline())
    }

    /// Measures of a picture beside what is usual, and what is to be said of it.
    private static let table: [(String, @Sendable (inout PictureMeasures) -> Void, PictureFault?, PictureFault?)] = [
        ("as usual", { _ in }, nil, nil),
        ("half as sharp", { $0.acutance = 0.28 }, nil, .blurred),
        ("as dark as a night", { ($0.mean, $0.brightest) = (20, 60) }, .dark, .dark),
        ("a soft camera's sharpness", { $0.acutance = 0.21 }, .blurred, .blurred),
        ("little contrast", { ($0.deviation, $0.darkest, $0.brightest) = (20, 60, 130) }, .lowContrast, .lowContrast),
        ("stripes", { ($0.stripeAmplitude, $0.stripePurity) = (6, 8) }, .stripes, .stripes),
        ("a cast", { ($0.leastCast, $0.blue) = (20, 30) }, .colourCast, .colourCast),
    ]

    @Test(arguments: table.indices)
    func `With a baseline a picture is judged by what is usual`(_ index: Int) {
        let (name, change, alone, beside) = Self.table[index]
        var usual = UsualPicture()
        for _ in 0..<5 { usual.learn(Self.good) }
        var measures = Self.good
        change(&measures)
        let settings = PictureQualitySettings()
        #expect(PictureJudge(settings: settings).fault(of: measures) == alone, "\(name)")
        #expect(PictureJudge(settings: settings, usual: usual).fault(of: measures) == beside, "\(name)")
    }

    /// What a camera always is, it is no fault for.
    private static let peculiar: [(String, @Sendable (inout PictureMeasures) -> Void, PictureFault)] = [
        ("soft", { $0.acutance = 0.2 }, .blurred),
        ("dim", { ($0.mean, $0.brightest) = (26, 80) }, .dark),
        ("pale", { ($0.deviation, $0.darkest, $0.brightest) = (22, 60, 130) }, .lowContrast),
        ("striped", { ($0.stripeAmplitude, $0.stripePurity) = (6, 8) }, .stripes),
        ("tinted", { ($0.leastCast, $0.blue) = (20, 30) }, .colourCast),
        ("snowy", { $0.grain = 11 }, .noise),
    ]

    @Test(arguments: peculiar.indices)
    func `What is usual is good, once it is known`(_ index: Int) {
        let (name, change, alone) = Self.peculiar[index]
        var measures = Self.good
        change(&measures)
        var usual = UsualPicture()
        for _ in 0..<5 { usual.learn(measures) }
        let settings = PictureQualitySettings()
        #expect(PictureJudge(settings: settings).fault(of: measures) == alone, "\(name)")
        #expect(PictureJudge(settings: settings, usual: usual).fault(of: measures) == nil, "\(name)")
    }

    private static var good: PictureMeasures {
        var measures = PictureMeasures()
        (measures.mean, measures.deviation, measures.darkest, measures.brightest) = (110, 50, 10, 230)
        (measures.strength, measures.acutance, measures.blockRange) = (20, 0.6, 120)
        var change = PictureChange()
        change.mean = 4
        measures.change = change
        return measures
    }

    @Test func `A view that has moved is named once the view is believed, and forgotten on request`() {
        let moved = fixture.frames().map { Impairment.shift(x: 26, y: 8).applied(to: $0, noise: 0) }
        var baseline = learnt(5)
        #expect(fixture.verdict(moved, baseline: learnt(4)) == .good)
        #expect(fixture.verdict(moved, baseline: baseline) == .faulty(.moved))
        #expect(fixture.verdict(fixture.frames(), baseline: baseline) == .good)
        baseline.forgetView()
        #expect(fixture.verdict(moved, baseline: baseline) == .good)
    }

    @Test func `It is the same after a trip through JSON, and damage is an error or costs the view`() throws {
        let baseline = learnt(6)
        let data = try JSONEncoder().encode(baseline)
        #expect(try JSONDecoder().decode(QualityBaseline.self, from: data) == baseline)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(QualityBaseline.self, from: data.dropLast(9)) }
        let text = String(decoding: data, as: UTF8.self).replacing("\"view\":\"5443", with: "\"view\":\"zz43")
        let damaged = try JSONDecoder().decode(QualityBaseline.self, from: Data(text.utf8))
        #expect(damaged.view == nil && damaged.usual(at: 4) == baseline.usual(at: 4))
    }

    @Test(arguments: [(0.0, 0), (3_600, 1), (86_399, 23), (86_400, 0), (-1, 23)])
    func `The hour of day counts in UTC`(seconds: Double, hour: Int) {
        #expect(QualityBaseline.hour(of: WallTime(secondsSince1970: seconds)) == hour)
    }
}
