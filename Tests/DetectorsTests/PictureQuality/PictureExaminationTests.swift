import Foundation
import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

struct PictureExaminationTests {
    private let fixture = QualityFixture()

    @Test(
        arguments: [
            ScenePreset.facadeQuiet, .facadeStill, .facadeRain, .facadeTree, .facadeBirds, .facadeLightSwitch,
            .nightFall,
        ], [11, 12, 13] as [UInt64])
    func `A facade by day and by night is good within ten looks`(preset: ScenePreset, seed: UInt64) {
        #expect(fixture.verdict(fixture.frames(preset, seed: seed, count: 10)) == .good)
    }

    /// One fault, and how it is drawn on the picture numbered `index`.
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: PictureFault
        let draw: @Sendable (QualityFixture, Frame, Int) -> Frame
        var testDescription: String { fault.rawValue }

        init(_ fault: PictureFault, _ draw: @escaping @Sendable (QualityFixture, Frame, Int) -> Frame) {
            (self.fault, self.draw) = (fault, draw)
        }
    }

    static let cases: [Case] = [
        Case(.black) { f, frame, _ in f.painted(frame) { x, y, _ in 16 + Double((x * 7 + y * 13) % 2) } },
        Case(.slate) { f, frame, _ in f.card(like: frame, ground: 41) },
        Case(.slate) { f, frame, _ in f.card(like: frame, ground: 16) },
        Case(.slate) { f, frame, _ in f.card(like: frame, ground: 120, hasText: false) },
        Case(.covered) { _, frame, _ in Impairment.cover(grey: 90).applied(to: frame, noise: 1.2) },
        Case(.blurred) { _, frame, _ in Impairment.defocus(sigma: 5).applied(to: frame, noise: 1) },
        Case(.dark) { f, frame, _ in f.painted(frame) { _, _, luma in 16 + (luma - 16) * 0.1 } },
        Case(.bright) { f, frame, _ in f.painted(frame) { _, _, luma in min(16 + (luma + 20) * 3, 235) } },
        Case(.lowContrast) { _, frame, _ in Impairment.fog(grey: 130, share: 0.15).applied(to: frame, noise: 0.5) },
        Case(.colourCast) { f, frame, _ in f.painted(frame, blue: -25, red: 25) { _, _, luma in luma } },
        Case(.noise) { f, frame, index in
            var random = TestRandom(UInt64(index + 1))
            return f.painted(frame) { _, _, luma in luma + 30 * random.normal() }
        },
        Case(.stripes) { f, frame, index in
            f.painted(frame) { _, y, luma in luma + 20 * sin(Double(y) * 0.35 + Double(index)) }
        },
        Case(.shake) { _, frame, index in
            Impairment.shift(x: [0, 3, 1, -3][index % 4], y: [2, 0, -2, 0][index % 4]).applied(to: frame, noise: 0)
        },
    ]

    @Test(arguments: cases)
    func `Each fault is named`(of one: Case) {
        let frames = fixture.frames().enumerated().map { one.draw(fixture, $0.element, $0.offset) }
        #expect(fixture.verdict(frames) == .faulty(one.fault))
    }

    @Test func `A card is told within two seconds, from black, from a covered lens and from a frozen picture`() {
        let frames = fixture.frames(count: 3, interval: 1).map { fixture.card(like: $0, ground: 16) }
        #expect(fixture.verdict(frames) == .faulty(.slate))
    }

    @Test func `A card with a running clock is a card`() {
        let frames = fixture.frames(count: 6, interval: 0.5).enumerated().map {
            fixture.withClock(fixture.card(like: $0.element, ground: 41), second: $0.offset / 2)
        }
        #expect(fixture.verdict(frames) == .faulty(.slate))
    }

    @Test(arguments: [ScenePreset.facadeStill, .nightFall])
    func `A picture without any change is unsettled for a minute, and frozen then`(preset: ScenePreset) {
        let still = fixture.frames(preset, count: 1)[0]
        var examination = PictureExamination()
        for second in 0..<60 {
            examination.look(at: fixture.shown(still, at: Double(second)))
            #expect(examination.verdict == .unsettled, "\(second)")
        }
        examination.look(at: fixture.shown(still, at: 60))
        #expect(examination.verdict == .faulty(.frozen))
    }

    @Test func `A frozen picture with a running clock is good, and so is a still night with the noise of its sensor`() {
        let still = fixture.frames(.nightFall, count: 1)[0]
        let clock = (0..<70).map { fixture.shown(fixture.withClock(still, second: $0), at: Double($0)) }
        #expect(fixture.verdict(clock) == .good)
        #expect(fixture.verdict(fixture.frames(.facadeStill, count: 70, interval: 1, noise: 1)) == .good)
    }

    @Test func `A plain blue picture is a recorder's card, not a dark view`() {
        let card = fixture.painted(fixture.frames(count: 1)[0], blue: 90) { _, _, _ in 34 }
        #expect(fixture.verdict((0..<12).map { fixture.shown(card, at: Double($0) * 0.2) }) == .faulty(.slate))
    }

    @Test func `A still scene is good once keyframes keep differing, however fast the frames between them follow`() {
        let scene = fixture.frames(.facadeStill, count: 2, noise: 1)
        var examination = PictureExamination()
        for index in 0..<260 {
            // Between keyframes, one each 2.04 s, a coder repeats the picture.
            let frame = scene[index / 51 % 2].retimed(
                mediaTime: Double(index) * 0.04, wallTime: SceneRenderer.wallTimeAtStart, index: index)
            examination.look(at: fixture.coded(frame, isKeyframe: index % 51 == 0))
        }
        #expect(examination.verdict == .good)
    }

    @Test func `A clock that stands for a while and then runs on is no frozen picture`() {
        let still = fixture.frames(.nightFall, count: 1)[0]
        let frames = (0..<70).map { fixture.shown(fixture.withClock(still, second: $0 / 59), at: Double($0)) }
        #expect(fixture.verdict(frames) == .good)
    }

    @Test func `What passes the lens for a moment is outvoted`() {
        let frames = fixture.frames().enumerated().map {
            (5...7).contains($0.offset) ? Impairment.cover(grey: 60).applied(to: $0.element, noise: 1) : $0.element
        }
        #expect(fixture.verdict(frames) == .good)
    }

    @Test(arguments: [true, false], [1.0, 2.5])
    func `An empty lift with bare walls is good, in colour and in infrared`(isInfrared: Bool, sigma: Double) {
        var scene = LiftScene([], duration: 2, framesPerSecond: 6, noise: SensorNoise(sigma: sigma))
        scene.isInfrared = isInfrared
        let renderer = LiftRenderer(scene)
        #expect(fixture.verdict((0..<renderer.frameCount).map { renderer.frame(at: $0) }) == .good)
    }

    @Test(arguments: [0, 1])
    func `A hand that leaves a strip free covers the view`(side: Int) {
        let frames = fixture.frames().map { frame in
            fixture.painted(frame) { x, y, luma in
                let along = side == 0 ? Double(x) / 640 : 1 - Double(y) / 360
                return along < 0.92 ? 70 + 30 * Double(y) / 360 + 15 * Double(x) / 640 : luma
            }
        }
        #expect(fixture.verdict(frames) == .faulty(.covered))
    }

    @Test func `One or two frames settle nothing`() {
        for count in 0...2 {
            #expect(fixture.verdict(Array(fixture.frames(count: 10).prefix(count))) == .unsettled)
        }
    }

    @Test func `A change of size and a step back in time begin anew`() {
        var examination = PictureExamination()
        for frame in fixture.frames(count: 10) { examination.look(at: frame) }
        for time in [0.0, 0.2, 0.4] { examination.look(at: greyFrame(at: time, noise: 60)) }
        #expect(examination.verdict != .good)
    }
}
