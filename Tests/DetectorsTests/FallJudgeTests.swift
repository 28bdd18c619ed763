import Foundation
import Testing
import VideoCore
import Vision

@testable import Detectors

/// Falls are accepted and their look-alikes are not, each by its path alone.
struct FallJudgeTests {
    private let judge = FallJudge(ThrownObjectSettings(), width: 1280, height: 720)

    private func doubt(_ samples: [TrackSample], companions: Int = 0, evidence: Double = 60) -> FallJudge.Doubt? {
        switch judge.judge(samples, evidence: evidence, companions: companions) {
        case .success: nil
        case .failure(let refusal): refusal.doubt
        }
    }

    @Test(arguments: [8.0, 12.5, 25, 30, 60], [0.0, 2.0])
    func `A fall is accepted at any rate`(rate: Double, speed: Double) {
        #expect(doubt(FallSamples.fallTrack(speed: speed, seconds: 1.5, rate: rate)) == nil)
    }

    @Test(arguments: [14.0, 25, .infinity])
    func `Drag does not hide a fall`(terminal: Double) {
        #expect(doubt(FallSamples.fallTrack(terminal: terminal, seconds: 1.6)) == nil)
    }

    @Test func `A fall of less than five metres is not yet one`() {
        // 0.7 s from rest: 2.4 m.
        #expect(doubt(FallSamples.fallTrack(speed: 0, seconds: 0.7)) != nil)
    }

    /// Paths in pixels at 25 pictures a second.
    private static let lookAlikes:
        [(name: String, seconds: Double, size: Double, path: @Sendable (Double) -> (Double, Double))] = [
            ("a bird that sinks", 2, 12, { (300 + 60 * $0, 80 + 150 * $0) }),
            ("a bird that passes level", 1.5, 12, { (100 + 400 * $0, 200 + 10 * $0) }),
            ("a bird that swoops and rises", 2, 12, { (300 + 100 * $0, 200 + 180 * sin($0 * 2)) }),
            ("a leaf that swings down", 3, 6, { (400 + 30 * sin(5 * $0), 100 + 60 * $0 + 8 * sin(10 * $0)) }),
            ("rain", 0.6, 5, { (500 + 20 * $0, 10 + 900 * $0) }),
            (
                "rain that passes the camera", 0.8, 5,
                { (640 + (20 * $0 - 140) / (1 - 0.9 * $0), 360 + (300 * $0 - 350) / (1 - 0.9 * $0)) }
            ),
            ("a cradle", 5, 40, { (600, 100 + 12 * $0) }),
            ("a drone that sinks", 3, 15, { (600 + 5 * $0, 100 + 90 * $0) }),
            ("laundry", 3, 20, { (700, 300 + 15 * sin(4 * $0)) }),
            ("a walker", 4, 30, { (200 + 10 * $0, 300 + 55 * $0) }),
            ("a ball on its way up", 1, 14, { (400 + 30 * $0, 600 - 300 * $0 + 100 * $0 * $0) }),
            ("a thing that lands softly", 1.5, 8, { (400, 100 + 300 * (1 - exp(-2 * $0))) }),
        ]

    @Test(arguments: lookAlikes.indices)
    func `Look-alikes are refused`(index: Int) {
        let kind = Self.lookAlikes[index]
        for seed in 1...5 {
            let track = FallSamples.track(seconds: kind.seconds, size: kind.size, seed: UInt64(seed)) { kind.path($0) }
            #expect(doubt(track) != nil, "\(kind.name)")
        }
    }

    @Test func `A thing larger than two metres is none that was thrown`() {
        #expect(doubt(FallSamples.fallTrack(seconds: 1.5, size: 5)) == nil)
        #expect(doubt(FallSamples.fallTrack(seconds: 1.5, size: 140)) == .implausible)
    }

    @Test func `Samples strewn thickly prove nothing`() {
        let samples = FallSamples.fallTrack(seconds: 1.5)
        #expect(doubt(samples, evidence: -1) == .cluttered)
        var crowded = samples
        for i in crowded.indices { crowded[i].clutter = 0.05 }
        #expect(doubt(crowded) == .cluttered)
    }

    @Test func `Companions ask for a better fit`() {
        // Barely curved: enough alone, not among many.
        let view = FallSamples.View(y0: 60, b: 9, c: -0.004)
        let track = FallSamples.fallTrack(speed: 0, seconds: 1.1, view: view, drift: 0)
        guard case .success(let alone) = judge.judge(track, evidence: 60, companions: 0),
            case .success(let some) = judge.judge(track, evidence: 60, companions: 3)
        else {
            Issue.record("a clear fall was refused")
            return
        }
        #expect(abs(alone.likelihoodRatio - some.likelihoodRatio - 2) < 1e-9)
    }

    @Test func `A hand before the release does not hide the fall`() {
        let fall = FallSamples.fallTrack(speed: 0, seconds: 1.6)
        let hand = (0..<10).map { i in
            var sample = fall[0]
            sample.t -= Double(10 - i) / 25
            sample.x += i % 2 == 0 ? 3 : -3
            sample.y -= Double(10 - i) * 0.3
            return sample
        }
        #expect(doubt(hand + fall) == nil)
    }
}

/// Falls where floor lines are known.
struct FloorJudgeTests {
    /// Twenty storeys that a camera sees foreshortened: height in metres `h` lies at `y`.
    private static func y(_ h: Double) -> Double { (0.98 - 0.0235 * h) / (1 - 0.0085 * h) }

    private var settings: ThrownObjectSettings {
        var settings = ThrownObjectSettings()
        settings.floorHeight = 2.9
        settings.floors = [2, 6, 10, 14].map { floor in
            let y = Self.y(Double(floor) * 2.9)
            return FloorLine(floor: floor, from: ImagePoint(x: 0.1, y: y), to: ImagePoint(x: 0.9, y: y))
        }
        return settings
    }

    @Test(arguments: [4, 7, 10, 12])
    func `The floor of release is found`(floor: Int) throws {
        let judge = FallJudge(settings, width: 1920, height: 1080)
        let height = (Double(floor) + 0.45) * 2.9

        let seconds = min(1.5, (2 * height / 9.8).squareRoot() - 0.1)
        for seed in 1...6 {
            let track = FallSamples.track(seconds: seconds, seed: UInt64(seed)) { t in
                (900 + 10 * t, 1080 * Self.y(height - FallSamples.drop(0.3, .infinity, t)))
            }
            let fall = try judge.judge(track, evidence: 60, companions: 0).get()
            let origin = try #require(fall.origin)
            #expect(origin.floor == floor)
            #expect(origin.standardDeviation < 1)
        }
    }

    @Test func `Two floors must be passed`() {
        let judge = FallJudge(settings, width: 1920, height: 1080)
        func accepted(_ metres: Double) -> Bool {
            let track = FallSamples.track(seconds: (2 * metres / 9.80665).squareRoot()) { t in
                (900, 1080 * Self.y(25 - FallSamples.drop(0, .infinity, t)))
            }
            if case .success = judge.judge(track, evidence: 60, companions: 0) { return true }
            return false
        }
        #expect(!accepted(4.5))
        #expect(accepted(8))
    }

    @Test func `What is thrown out towards the camera is named by its storey, or not at all`() throws {
        let judge = FallJudge(settings, width: 1920, height: 1080)
        // 12 m from the camera, 0.4 m before the facade, thrown out at 2 m/s from storey 9.
        for unseen in [0.0, 0.3, 0.6] {
            let track = FallSamples.track(seconds: 1.2) { t in
                let time = t + unseen
                let height = 8.4 * 2.9 - FallSamples.drop(0, .infinity, time) - 2
                let nearness = 1 - (0.4 + 2 * time) / 12
                let floors = (height / nearness + 2) / 2.9 + 1
                return (900 + 40 / nearness, 1080 * Self.y(floors * 2.9))
            }
            let fall = try judge.judge(track, evidence: 60, companions: 0).get()
            #expect(abs(fall.fit.c1 + 2.0 / 12 / (1 - (0.4 + 2 * unseen) / 12)) < 0.1)
            if let origin = fall.origin { #expect(abs(origin.level - 9.4) < 2 * origin.standardDeviation + 0.2) }
        }
    }

    @Test func `A tenth of gravity is no fall where metres are known`() {
        let judge = FallJudge(settings, width: 1920, height: 1080)
        let track = FallSamples.track(seconds: 3) { t in (900, 1080 * Self.y(25 - 0.5 * t * t)) }
        guard case .failure = judge.judge(track, evidence: 60, companions: 0) else {
            Issue.record("a lift was taken for a fall")
            return
        }
    }

    /// A thing that falls from 32 m with a terminal speed, first seen `unseen` seconds after it was let go.
    @Test(arguments: [8.0, 12, 18, .infinity], [0.0, 0.3])
    func `What the air brakes is a fall at any rate`(terminal: Double, unseen: Double) {
        let judge = FallJudge(settings, width: 1920, height: 1080)
        for rate in [12.5, 25] {
            let gone = FallSamples.drop(0, terminal, unseen)
            // At some moment on its way.
            let verdicts = stride(from: 0.8, through: 2.4, by: 0.2).map { seconds in
                judge.judge(
                    FallSamples.track(seconds: seconds, rate: rate) { t in
                        (900 + 5 * t, 1080 * Self.y(32 + gone - FallSamples.drop(0, terminal, t + unseen)))
                    }, evidence: 60, companions: 0)
            }
            #expect(
                verdicts.contains { if case .success = $0 { true } else { false } }, "\(rate) a second: \(verdicts)")
        }
    }
}
