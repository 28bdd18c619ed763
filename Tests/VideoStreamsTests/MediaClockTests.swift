import Testing

@testable import VideoStreams

@Suite struct MediaClockTests {
    /// Runs frames through a clock: (stamp, arrival, connection).
    private func times(_ frames: [(Double?, Double, Int)], isLive: Bool) -> [Double] {
        var clock = MediaClock()
        return frames.map { clock.mediaTime(stamp: $0.0, arrival: $0.1, isLive: isLive, connection: $0.2) }
    }

    private func expect(_ times: [Double], _ expected: [Double], by tolerance: Double = 1e-9) {
        #expect(times.count == expected.count)
        for (time, wanted) in zip(times, expected) { #expect(abs(time - wanted) <= tolerance, "\(times)") }
    }

    @Test("Time starts at 0 and follows the stamps, not the arrivals")
    func follows() {
        expect(times([(7.0, 0, 0), (7.04, 0.3, 0), (7.08, 0.31, 0)], isLive: true), [0, 0.04, 0.08])
    }

    @Test("A file keeps a gap that its stamps show; a live stream bridges it by the time that passed")
    func gap() {
        expect(times([(0, 0, 0), (0.04, 0.04, 0), (60, 0.08, 0)], isLive: false), [0, 0.04, 60])
        expect(times([(0, 0, 0), (0.04, 0.04, 0), (60, 0.08, 0)], isLive: true), [0, 0.04, 0.08])
    }

    @Test("A counter that wraps does not turn time back")
    func wrap() {
        let wrap = 95443.7176888889  // 2^33 ticks of 90 kHz
        expect(
            times([(wrap - 0.04, 0, 0), (0, 0.04, 0), (0.04, 0.08, 0), (0.08, 0.12, 0)], isLive: true),
            [0, 0.04, 0.08, 0.12])
    }

    @Test("A repeated or slightly late stamp comes a millisecond after the last, and the clock does not drift from it")
    func repeated() {
        expect(
            times([(0, 0, 0), (0.04, 0, 0), (0.04, 0, 0), (0.03, 0, 0), (0.08, 0, 0)], isLive: false),
            [0, 0.04, 0.041, 0.042, 0.08])
    }

    @Test("Frames without a stamp follow at the usual step")
    func missing() {
        let frames: [(Double?, Double, Int)] = (0..<200).map { (Double($0) * 0.08, 0, 0) } + [(nil, 0, 0)]
        let result = times(frames, isLive: false)
        expect([result[200] - result[199]], [0.08], by: 0.001)
    }

    @Test("A new connection goes on where the last one ended, after the time that passed")
    func reconnection() {
        expect(
            times([(100, 10, 0), (100.04, 10.04, 0), (5, 22, 1), (5.04, 22.04, 1)], isLive: true),
            [0, 0.04, 12.0, 12.04])
    }

    @Test(
        "The first stamp of a session may be missing: the usual step stands in, or the time that passed since the last one"
    )
    func missingFirst() {
        expect(
            times(
                [(nil, 0, 0), (0.04, 0.1, 0), (0.08, 0.1, 0), (nil, 12, 1), (0.04, 12.1, 1), (0.08, 12.1, 1)],
                isLive: true),
            [0, 0.04, 0.08, 11.98, 12.02, 12.06])
    }

    @Test("Whatever the stamps are, time never runs backwards and stays finite", arguments: 0..<20)
    func neverBackwards(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func random() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        var clock = MediaClock()
        var last = -1.0
        for frame in 0..<500 {
            let stamp: Double? = random() < 0.1 ? nil : (random() - 0.3) * (random() < 0.1 ? 1e6 : 1)
            let time = clock.mediaTime(
                stamp: stamp, arrival: Double(frame) * 0.04, isLive: seed.isMultiple(of: 2), connection: frame / 100)
            #expect(time > last)
            #expect(time.isFinite)
            last = time
        }
    }
}
