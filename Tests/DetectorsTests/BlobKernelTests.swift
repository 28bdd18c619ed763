import CVision
import Testing
import VideoCore
import Vision

/// The components, which grow from runs, against a flood fill.
struct BlobKernelTests {
    private struct Component: Equatable {
        var area = 0
        var sum = 0
        var peak = 0
        var left = Int.max
        var top = Int.max
        var right = 0
        var bottom = 0
    }

    /// Flood fill with 8 neighbours over pixels above the lower threshold of their block.
    private func components(_ pictures: TestTriple, threshold: UInt8) -> [Component] {
        let maxima = pictures.maxima
        func counts(_ x: Int, _ y: Int) -> Bool {
            let block = y / 8 * pictures.columns + x / 16
            return pictures.change(x, y) > max(Int(threshold) / 2, Int(maxima[block]) / 5)
        }
        var seen = Set<Int>()
        var found: [Component] = []
        for start in 0..<(pictures.width * pictures.height) where !seen.contains(start) {
            var open = [start]
            var component = Component()
            while let place = open.popLast() {
                let (x, y) = (place % pictures.width, place / pictures.width)
                guard counts(x, y), seen.insert(place).inserted else { continue }
                component.area += 1
                component.sum += pictures.change(x, y)
                component.peak = max(component.peak, pictures.change(x, y))
                (component.left, component.top) = (min(component.left, x), min(component.top, y))
                (component.right, component.bottom) = (max(component.right, x + 1), max(component.bottom, y + 1))
                for ny in max(y - 1, 0)...min(y + 1, pictures.height - 1) {
                    for nx in max(x - 1, 0)...min(x + 1, pictures.width - 1) { open.append(ny * pictures.width + nx) }
                }
            }
            if component.area > 0 { found.append(component) }
        }
        return found
    }

    private func blobs(_ pictures: TestTriple, threshold: UInt8, minimumArea: Int, capacity: Int) -> [CVisionBlob] {
        let blocks = pictures.columns * pictures.rows
        let thresholds = [UInt8](repeating: threshold, count: blocks)
        // Every block counts: what is not near a fired block is not part of this comparison.
        let fired = [UInt8](repeating: 1, count: blocks)
        var found = [CVisionBlob](repeating: CVisionBlob(), count: capacity)
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: cvision_blob_scratch_size(Int32(pictures.width), Int32(pictures.height)), alignment: 64)
        defer { unsafe scratch.deallocate() }
        let count = unsafe pictures.withKernelTriple {
            unsafe cvision_blobs(
                $0, pictures.maxima, thresholds, fired, Int32(minimumArea), OpaquePointer(scratch), &found,
                Int32(capacity))
        }
        return Array(found.prefix(Int(count)))
    }

    private func spots(_ width: Int, _ height: Int, seed: UInt64, share: Double) -> TestTriple {
        var random = TestRandom(seed)
        let quiet = TestPlane(width: width, height: height, padding: 5, random: &random, range: 1)
        var now = quiet
        for y in 0..<height {
            for x in 0..<width where random.unit() < share {
                now.samples[y * now.stride + x] = UInt8(30 + random.next() % 100)
            }
        }
        return TestTriple(before: quiet, now: now, after: quiet)
    }

    @Test(arguments: [(64, 32, 0.05), (97, 43, 0.2), (33, 70, 0.4), (130, 17, 0.6), (15, 15, 0.9)])
    func `Components equal a flood fill`(width: Int, height: Int, share: Double) {
        let pictures = spots(width, height, seed: UInt64(width), share: share)
        let expected = components(pictures, threshold: 20).filter { $0.area >= 2 && $0.peak > 20 }
        let found = blobs(pictures, threshold: 20, minimumArea: 2, capacity: 1000).map {
            Component(
                area: Int($0.area), sum: Int($0.sum), peak: Int($0.peak), left: Int($0.left), top: Int($0.top),
                right: Int($0.right), bottom: Int($0.bottom))
        }
        #expect(found.count == expected.count)
        #expect(expected.allSatisfy(found.contains))
    }

    @Test func `The centre is weighted by the difference`() throws {
        var pictures = spots(64, 32, seed: 1, share: 0)
        for (x, value) in [(30, 40), (31, 80), (32, 40), (33, 120)] {
            pictures.now.samples[10 * pictures.now.stride + x] = UInt8(value)
        }
        let blob = try #require(blobs(pictures, threshold: 20, minimumArea: 3, capacity: 4).first)
        let mean = (30.5 * 40 + 31.5 * 80 + 32.5 * 40 + 33.5 * 120) / 280
        #expect(abs(Double(blob.x) - mean) < 1e-3)
        #expect(abs(Double(blob.y) - 10.5) < 1e-3)
        #expect(blob.polarity == 280)
    }

    @Test func `Only the strongest are kept, strongest first`() {
        let pictures = spots(320, 160, seed: 9, share: 0.03)
        let all = blobs(pictures, threshold: 20, minimumArea: 1, capacity: 2000)
        let few = blobs(pictures, threshold: 20, minimumArea: 1, capacity: 12)
        #expect(all.count > 100)
        #expect(few.map(\.strength) == Array(all.map(\.strength).prefix(12)))
        #expect(all.map(\.strength) == all.map(\.strength).sorted(by: >))
    }

    @Test(arguments: [(640, 180), (1920, 400)])
    func `However many there are, none is lost`(width: Int, height: Int) throws {
        // A comb of single pixels, far more than 4096, and below it something stronger.
        var random = TestRandom(2)
        let quiet = TestPlane(width: width, height: height, padding: 0, random: &random, range: 1)
        var now = quiet
        for y in stride(from: 0, to: height, by: 2) {
            for x in stride(from: 0, to: width, by: 2) { now.samples[y * width + x] = 90 }
        }
        now.samples[(height - 2) * width + 16] = 200
        let pictures = TestTriple(before: quiet, now: now, after: quiet)
        let all = blobs(pictures, threshold: 20, minimumArea: 1, capacity: width * height)
        #expect(all.count == width * height / 4)
        let strongest = try #require(blobs(pictures, threshold: 20, minimumArea: 1, capacity: 64).first)
        #expect((strongest.left, strongest.top) == (16, Int32(height - 2)))
    }

    @Test func `What spans the whole noisy picture stays one`() {
        // A line down the picture, and more than 4096 single pixels beside it.
        var random = TestRandom(3)
        let quiet = TestPlane(width: 640, height: 180, padding: 0, random: &random, range: 1)
        var now = quiet
        for y in 0..<180 {
            now.samples[y * 640 + 1] = 120
            for x in stride(from: 4 + y % 2 * 640, to: 640, by: 2) { now.samples[y * 640 + x] = 90 }
        }
        let found = blobs(
            TestTriple(before: quiet, now: now, after: quiet), threshold: 20, minimumArea: 1, capacity: 99_999)
        #expect(found.filter { $0.area == 180 }.map(\.bottom) == [180])
        #expect(found.count == 1 + 90 * 318)
    }
}
