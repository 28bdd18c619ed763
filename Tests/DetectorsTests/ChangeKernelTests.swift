import CVision
import Testing

/// The SIMD kernels against plain loops, on sizes that fit no vector.
struct ChangeKernelTests {
    static let sizes = [(16, 8), (17, 9), (1, 1), (15, 7), (64, 48), (333, 41), (1029, 19), (2050, 8), (720, 30)]

    private func triple(_ width: Int, _ height: Int, seed: UInt64, range: Int = 256) -> TestTriple {
        var random = TestRandom(seed)
        // Three different strides: a decoder may change its buffers between pictures.
        return TestTriple(
            before: TestPlane(width: width, height: height, padding: 3, random: &random, range: range),
            now: TestPlane(width: width, height: height, padding: 0, random: &random, range: range),
            after: TestPlane(width: width, height: height, padding: 37, random: &random, range: range))
    }

    @Test(arguments: sizes)
    func `Each block has the greatest change of its pixels`(width: Int, height: Int) {
        let triple = triple(width, height, seed: UInt64(width * height))
        // Small differences too: the sides of the minimum must not wrap.
        for pictures in [triple, self.triple(width, height, seed: 7, range: 4)] {
            for rowStep in [1, 2] {
                var maxima = [UInt8](repeating: 99, count: pictures.columns * pictures.rows)
                unsafe pictures.withKernelTriple { unsafe cvision_change($0, Int32(rowStep), &maxima) }
                #expect(maxima == pictures.maxima(rowStep: rowStep))
            }
        }
    }

    @Test(arguments: sizes)
    func `Two pictures differ when one block of them exceeds its own threshold`(width: Int, height: Int) {
        let pictures = triple(width, height, seed: 9, range: 40)
        let greatest = (0..<pictures.columns * pictures.rows).map { block in
            var greatest = 0
            for y in block / pictures.columns * 8..<min(block / pictures.columns * 8 + 8, height) {
                for x in block % pictures.columns * 16..<min(block % pictures.columns * 16 + 16, width) {
                    greatest = max(greatest, abs(pictures.now[x, y] - pictures.after[x, y]))
                }
            }
            return UInt8(greatest)
        }
        #expect(!differ(pictures, over: greatest))
        for block in greatest.indices where greatest[block] > 0 {
            var thresholds = greatest
            thresholds[block] -= 1
            #expect(differ(pictures, over: thresholds))
        }
    }

    private func differ(_ pictures: TestTriple, over thresholds: [UInt8]) -> Bool {
        unsafe pictures.withKernelTriple {
            unsafe cvision_differs(
                $0.pointee.now, $0.pointee.after, Int32(pictures.width), Int32(pictures.height), thresholds) != 0
        }
    }

    @Test(arguments: sizes)
    func `The sampled difference adds every sixteenth row`(width: Int, height: Int) {
        let pictures = triple(width, height, seed: 3)
        let expected = stride(from: 8, to: height, by: 16).reduce(0) { sum, y in
            (0..<width).reduce(sum) { $0 + abs(pictures.now[$1, y] - pictures.after[$1, y]) }
        }
        let sum = unsafe pictures.withKernelTriple {
            unsafe cvision_sampled_difference($0.pointee.now, $0.pointee.after, Int32(width), Int32(height), 16)
        }
        #expect(sum == UInt64(expected))
    }

    @Test func `Equality ignores the padding and sees one sample`() {
        var pictures = triple(33, 20, seed: 5)
        for y in 0..<20 {
            for x in 0..<33 { pictures.after.samples[y * pictures.after.stride + x] = UInt8(pictures.now[x, y]) }
        }
        #expect(isEqual(pictures))
        pictures.after.samples[19 * pictures.after.stride + 32] ^= 1
        #expect(!isEqual(pictures))
    }

    private func isEqual(_ pictures: TestTriple) -> Bool {
        unsafe pictures.withKernelTriple {
            unsafe cvision_equal($0.pointee.now, $0.pointee.after, Int32(pictures.width), Int32(pictures.height)) != 0
        }
    }
}
