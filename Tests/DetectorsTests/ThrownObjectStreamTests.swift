import Testing
import VideoCore

@testable import Detectors

/// The detector on streams that misbehave.
struct ThrownObjectStreamTests {
    /// A square that falls from rest at `start`, 24 pixels a metre, in noise.
    private func frame(_ t: Double, start: Double, width: Int = 320, height: Int = 240) -> Frame {
        let fallen = t - start
        let y = 20 + 4.9 * fallen * fallen * 24
        return greyFrame(
            width: width, height: height, at: t, noise: 5, squares: fallen > 0 ? [(150, Int(y), 5, 190)] : [])
    }

    private func opens(_ frames: [Frame]) throws -> Int {
        let detector = ThrownObjectDetector(settings: ThrownObjectSettings())
        var findings: [Finding] = []
        for frame in frames { findings += try detector.findings(in: frame) }
        return (findings + detector.finish()).count { $0.stage == .open }
    }

    @Test func `A plain fall rings once`() throws {
        #expect(try opens((0..<100).map { frame(Double($0) / 25, start: 2) }) == 1)
    }

    @Test func `A change of size starts anew and still sees the next fall`() throws {
        let small = (0..<30).map { frame(Double($0) / 25, start: 99, width: 160, height: 120) }
        let large = (30..<130).map { frame(Double($0) / 25, start: 3) }
        #expect(try opens(small + large) == 1)
    }

    @Test func `A gap in the middle of a fall makes no fall of two halves`() throws {
        // What comes after 1.5 s of silence lies where a slower fall would be.
        let first = (0..<60).map { frame(Double($0) / 25, start: 2) }
        let second = (0..<60).map { frame(4 + Double($0) / 25, start: 99) }
        #expect(try opens(first + second) == 0)
    }

    @Test func `Two falls ten seconds apart ring twice`() throws {
        let frames = (0..<400).map { i in
            let t = Double(i) / 25
            return frame(t, start: t < 8 ? 2 : 12)
        }
        #expect(try opens(frames) == 2)
    }

    @Test func `Every frame is asked for`() {
        #expect(ThrownObjectDetector(settings: ThrownObjectSettings()).demand == .everyFrame)
    }
}
