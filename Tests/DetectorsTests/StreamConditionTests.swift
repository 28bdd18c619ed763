import Testing
import VideoCore
import Vision

@testable import Detectors

/// A window with the change map that it asks about repeats.
private struct WatchedWindow: ~Copyable {
    var window = FrameWindow()
    var map = ChangeMap(width: 320, height: 180)

    mutating func admit(_ frame: Frame) -> Bool { window.admit(frame, unchangedBy: map) }

    mutating func learn() {
        guard let triple = window.triple else { return }
        map.update(before: triple.before, now: triple.now, after: triple.after, interval: 0.1)
    }
}

/// Which pictures are compared.
struct FrameWindowTests {
    private func times(rate: Double, count: Int = 12) -> FrameWindow.Triple? {
        let map = ChangeMap(width: 64, height: 32)
        var window = FrameWindow()
        for i in 0..<count {
            let t = Double(i) / rate
            _ = window.admit(greyFrame(width: 64, height: 32, at: t, noise: 8), unchangedBy: map)
        }
        return window.triple
    }

    @Test(arguments: [(8.0, 1.0), (12.5, 1), (15, 1), (25, 2), (30, 2), (50, 3), (60, 4)])
    func `Compared pictures lie far enough apart in time`(rate: Double, steps: Double) throws {
        let triple = try #require(times(rate: rate))
        #expect(abs(triple.after.mediaTime - triple.now.mediaTime - steps / rate) < 1e-9)
        #expect(abs(triple.now.mediaTime - triple.before.mediaTime - steps / rate) < 1e-9)
    }

    @Test func `Two pictures are not enough`() {
        #expect(times(rate: 25, count: 2) == nil)
    }

    @Test func `A repeated picture is not taken in, a changed one is`() {
        var watched = WatchedWindow()
        let admitted = [
            watched.admit(greyFrame(at: 0)), watched.admit(greyFrame(at: 0.04)),
            watched.admit(greyFrame(at: 0.08, squares: [(100, 80, 4, 120)])),
        ]
        #expect(admitted == [true, false, true])
        #expect(watched.window.last?.mediaTime == 0.08)
    }

    @Test func `A repeat that was coded anew is still a repeat`() throws {
        var watched = WatchedWindow()
        for i in 0..<20 {
            let isAdmitted = watched.admit(greyFrame(at: Double(i) / 10, noise: 12))
            #expect(isAdmitted)
            watched.learn()
        }
        let last = try #require(watched.window.last)
        let picture = Picture(copying: last)
        for i in stride(from: 0, to: 320 * 180, by: 9) { unsafe picture.luma.base[i] ^= 1 }
        let copy = picture.frame(
            mediaTime: 2.03, receivedAt: .now, wallTime: last.wallTime, isKeyframe: false, index: 99)
        let isAdmitted = watched.admit(copy)
        #expect(!isAdmitted)
    }

    @Test func `A picture from the past is not taken in`() {
        var watched = WatchedWindow()
        let admitted = [
            watched.admit(greyFrame(at: 1, noise: 9)), watched.admit(greyFrame(at: 1, noise: 9, seed: 5)),
            watched.admit(greyFrame(at: 0.5, noise: 9)),
        ]
        #expect(admitted == [true, false, false])
    }
}

/// When new tracks may start.
struct BirthGateTests {
    @Test func `A flood closes the gate for half a second`() {
        var gate = BirthGate()
        let opened = [(0.001, 0.0), (0.6, 0.96), (0.6, 1), (0.001, 1.4), (0.001, 1.51)].map { share, t in
            gate.opens(firedShare: share, at: t, interval: 0.04)
        }
        #expect(opened == [true, false, false, false, true])
        #expect(abs(gate.blindSeconds - 0.12) < 1e-9)
    }

    @Test func `One picture that a coder refreshed closes it for itself alone, however often that comes`() {
        var gate = BirthGate()
        let opened = (0..<40).map { i in
            gate.opens(firedShare: i % 7 == 3 ? 0.6 : 0.01, at: Double(i) * 0.08, interval: 0.08)
        }
        #expect(opened == (0..<40).map { $0 % 7 != 3 })
    }

    @Test func `A jolt closes it for its pictures, wind in the trees does not`() {
        var gate = BirthGate()
        for i in 0..<50 { _ = gate.opens(firedShare: 0.002, at: Double(i) * 0.04, interval: 0.04) }
        let opened = [(0.2, 2), (0.002, 2.04)].map { gate.opens(firedShare: $0.0, at: $0.1, interval: 0.04) }
        #expect(opened == [false, true])
        var windy = BirthGate()
        for i in 0..<500 { _ = windy.opens(firedShare: 0.12, at: Double(i) * 0.04, interval: 0.04) }
        let isOpen = windy.opens(firedShare: 0.15, at: 20, interval: 0.04)
        #expect(isOpen)
    }

    @Test func `A new picture size starts with an open gate`() {
        var gate = BirthGate()
        _ = gate.opens(firedShare: 0.9, at: 1, interval: 0.04)
        gate.reset()
        let isOpen = gate.opens(firedShare: 0.01, at: 1.04, interval: 0.04)
        #expect(isOpen)
    }
}

/// What goes up comes down.
struct RiseMemoryTests {
    private static let centre = (x: 640.0, y: 360.0)

    private func sample(_ place: Blob, _ t: Double) -> TrackSample { TrackSample(place, at: t, clutter: 1e-6) }

    /// A ball that turns at media time 2, 200 pixels from the top, in the picture of a camera `approach` of its distance
    /// away from it that it comes nearer in a second.
    private func ball(_ t: Double, approach: Double = 0) -> Blob {
        let nearness = 1 - approach * (t - 2)
        return Blob(x: 640 + (-240 + 25 * (t - 2)) / nearness, y: 360 + (-160 + 196 * (t - 2) * (t - 2)) / nearness)
    }

    /// Whether the fall of such a ball is preceded by what was at `rising`.
    private func precedes(
        approach: Double = 0, rate: Double = 25, clutter: [Blob] = [], _ rising: (Double) -> Blob?
    ) -> Bool {
        var memory = RiseMemory()
        for i in 0..<Int(3 * rate) {
            let t = Double(i) / rate
            memory.remember(
                clutter.prefix(5) + (t < 1.9 ? rising(t).map { [$0] } ?? [] : []) + clutter.dropFirst(5), at: t)
        }
        let fall = (0..<Int(0.72 * rate)).map { 2.2 + Double($0) / rate }.map {
            sample(ball($0, approach: approach), $0)
        }
        return memory.precede(fall[...], centre: Self.centre)
    }

    @Test(arguments: [0, 0.15, 0.3, -0.1])
    func `A fall after its own rise was thrown up, however fast it comes nearer`(approach: Double) {
        #expect(precedes(approach: approach) { $0 > 0.9 ? ball($0, approach: approach) : nil })
    }

    @Test(arguments: [12.5, 25, 30, 40, 50, 60])
    func `A rise is remembered at any rate of pictures`(rate: Double) {
        #expect(precedes(rate: rate) { $0 > 0.9 ? ball($0) : nil })
    }

    @Test func `A rise is found among whatever stands there and flickers`() {
        let flicker = (0..<40).map { Blob(x: 380 + 5 * Double($0 % 8), y: 240 + 12 * Double($0 / 8)) }
        #expect(precedes(clutter: flicker) { $0 > 0.9 ? ball($0) : nil })
        #expect(!precedes(clutter: flicker) { _ in nil })
    }

    @Test func `A rise that is seen in most pictures will do`() {
        #expect(precedes { $0 > 0.9 && Int(($0 * 25).rounded()) % 4 != 0 ? ball($0) : nil })
    }

    @Test func `A fall after nothing was not`() {
        #expect(!precedes { _ in nil })
    }

    @Test func `What rose only a little was thrown out of a window`() {
        #expect(!precedes { $0 > 1.6 ? ball($0) : nil })
    }

    @Test func `A branch that sways below is no rise`() {
        #expect(!precedes { Blob(x: 410, y: 300 + 12 * (($0 * 3).truncatingRemainder(dividingBy: 1))) })
    }

    @Test func `Something that rose elsewhere is another thing`() {
        #expect(!precedes { $0 > 0.9 ? Blob(x: 900, y: ball($0).y) : nil })
    }

    @Test func `Forgetting forgets`() {
        var memory = RiseMemory()
        for i in 0..<55 { memory.remember([ball(Double(i) / 25)], at: Double(i) / 25) }
        let fall = (0..<18).map { 2.2 + Double($0) / 25 }.map { sample(ball($0), $0) }
        let isKnown = memory.precede(fall[...], centre: Self.centre)
        memory.removeAll()
        let isForgotten = !memory.precede(fall[...], centre: Self.centre)
        #expect(isKnown && isForgotten)
    }
}
