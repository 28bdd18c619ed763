import CVision
import Testing

/// The running quantile and the activity of blocks.
struct NoiseKernelTests {
    /// One state for `count` blocks.
    private final class State {
        var level: [UInt16]
        var activity: [UInt16]
        var threshold: [UInt8]
        var fired: [UInt8]

        init(_ count: Int) {
            level = Array(repeating: 0, count: count)
            activity = level
            threshold = Array(repeating: 0, count: count)
            fired = threshold
        }

        func withNoise<R>(_ body: (UnsafePointer<CVisionNoise>) -> R) -> R {
            unsafe level.withUnsafeMutableBufferPointer { l in
                unsafe activity.withUnsafeMutableBufferPointer { a in
                    unsafe threshold.withUnsafeMutableBufferPointer { t in
                        let noise = unsafe CVisionNoise(
                            level: l.baseAddress!, activity: a.baseAddress!, threshold: t.baseAddress!,
                            count: Int32(l.count))
                        return unsafe withUnsafePointer(to: noise) { unsafe body($0) }
                    }
                }
            }
        }

        func start(_ maxima: [UInt8], median: UInt8) {
            unsafe withNoise { unsafe cvision_noise_start($0, maxima, median) }
        }

        func judge(_ maxima: [UInt8], step: UInt16 = 16) -> Int {
            Int(unsafe withNoise { unsafe cvision_noise_judge($0, maxima, &fired, step, 7) })
        }
    }

    @Test func `The median of the maxima is found by counting`() {
        #expect(unsafe cvision_median([9, 1, 5, 200, 5], 5) == 5)
        #expect(unsafe cvision_median([0, 0, 0, 255], 4) == 0)
        #expect(unsafe cvision_median([255], 1) == 255)
    }

    @Test func `The level settles where a quarter of the maxima lies above`() {
        let state = State(33)
        var random = TestRandom(4)
        state.start([UInt8](repeating: 10, count: 33), median: 10)
        for _ in 0..<4000 {
            _ = state.judge((0..<33).map { _ in UInt8(10 + random.next() % 20) })
        }
        // Uniform from 10 to 29: the third quartile is 25.
        let mean = state.level.reduce(0.0) { $0 + Double($1) / 256 } / 33
        #expect(abs(mean - 24.5) < 1.5)
    }

    @Test func `A block fires above half as much again as its level`() {
        let state = State(3)
        state.start([20, 20, 20], median: 20)
        #expect(state.threshold == [32, 32, 32])
        #expect(state.judge([32, 33, 0]) == 1)
        #expect(state.fired == [0, 1, 0])
    }

    @Test func `What moves in the first picture does not raise its own threshold`() {
        let state = State(2)
        state.start([5, 220], median: 5)
        #expect(state.threshold[1] == 23)
        #expect(state.judge([5, 220]) == 1)
    }

    @Test func `Activity is the share of pictures that fired`() {
        let state = State(2)
        state.start([4, 4], median: 4)
        // Rarer than the quartile that the level follows, or the level would rise to it.
        for picture in 0..<900 { _ = state.judge([picture % 8 == 0 ? 200 : 4, 4], step: 1) }
        #expect(abs(Double(state.activity[0]) / 65536 - 0.125) < 0.03)
        #expect(state.activity[1] == 0)
    }

    @Test func `Extreme maxima neither wrap nor deafen for ever`() {
        let state = State(2)
        state.start([255, 0], median: 255)
        for _ in 0..<2000 { _ = state.judge([255, 0], step: 256) }
        #expect(state.threshold == [254, 4])
        for _ in 0..<4000 { _ = state.judge([0, 255], step: 256) }
        #expect(state.threshold[0] < 20)
    }
}
