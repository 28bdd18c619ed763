import CVision
import VideoCore

/// A small generator, the same on every machine.
struct TestRandom {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// Mean 0, deviation 1: the sum of twelve.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }
}

/// Samples with a stride of their own; the padding holds noise that no kernel may see.
struct TestPlane {
    let width: Int
    let height: Int
    let stride: Int
    var samples: [UInt8]

    init(width: Int, height: Int, padding: Int, random: inout TestRandom, range: Int = 256) {
        self.width = width
        self.height = height
        stride = width + padding
        samples = []
        for i in 0..<(stride * height) {
            samples.append(i % stride < width ? UInt8(Int(random.next() >> 8) % range) : UInt8(random.next() & 0xff))
        }
    }

    subscript(x: Int, y: Int) -> Int { Int(samples[y * stride + x]) }
}

/// Three planes, and what the kernels should say of them, pixel by pixel.
struct TestTriple {
    var before: TestPlane
    var now: TestPlane
    var after: TestPlane

    var width: Int { now.width }
    var height: Int { now.height }
    var columns: Int { (width + 15) / 16 }
    var rows: Int { (height + 7) / 8 }

    func change(_ x: Int, _ y: Int) -> Int {
        min(abs(now[x, y] - before[x, y]), abs(now[x, y] - after[x, y]))
    }

    var maxima: [UInt8] { maxima(rowStep: 1) }

    /// Greatest change of each block over its rows 0, `rowStep`, and so on.
    func maxima(rowStep: Int) -> [UInt8] {
        var maxima = [UInt8](repeating: 0, count: columns * rows)
        for y in 0..<height where y % 8 % rowStep == 0 {
            for x in 0..<width {
                let block = y / 8 * columns + x / 16
                maxima[block] = max(maxima[block], UInt8(change(x, y)))
            }
        }
        return maxima
    }

    func withKernelTriple<R>(_ body: (UnsafePointer<CVisionTriple>) -> R) -> R {
        unsafe before.samples.withUnsafeBufferPointer { b in
            unsafe now.samples.withUnsafeBufferPointer { n in
                unsafe after.samples.withUnsafeBufferPointer { a in
                    let triple = unsafe CVisionTriple(
                        before: CVisionPlane(samples: b.baseAddress!, stride: before.stride),
                        now: CVisionPlane(samples: n.baseAddress!, stride: now.stride),
                        after: CVisionPlane(samples: a.baseAddress!, stride: after.stride), width: Int32(width),
                        height: Int32(height))
                    return unsafe withUnsafePointer(to: triple) { unsafe body($0) }
                }
            }
        }
    }
}

/// A grey frame of its own, with one value everywhere and rectangles on it.
func greyFrame(
    width: Int = 320, height: Int = 180, at mediaTime: Double, grey: UInt8 = 100, noise: Int = 0, seed: UInt64 = 1,
    squares: [(x: Int, y: Int, size: Int, value: UInt8)] = []
) -> Frame {
    let picture = Picture(width: width, height: height)
    var random = TestRandom(seed &+ UInt64(bitPattern: Int64(mediaTime * 1e6)))
    let luma = unsafe picture.luma
    for i in 0..<(width * height) {
        unsafe luma.base[i] = noise == 0 ? grey : UInt8(Int(grey) + Int(random.next() >> 20) % (noise + 1))
    }
    for square in squares {
        for y in max(square.y, 0)..<max(min(square.y + square.size, height), max(square.y, 0)) {
            for x in max(square.x, 0)..<max(min(square.x + square.size, width), max(square.x, 0)) {
                unsafe luma.base[y * width + x] = square.value
            }
        }
    }
    return picture.frame(
        mediaTime: mediaTime, receivedAt: .now, wallTime: WallTime(secondsSince1970: mediaTime), isKeyframe: false,
        index: Int(mediaTime * 25))
}
