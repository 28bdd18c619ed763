import CVision
import Testing
import VideoCore
import Vision

/// The components, which grow from runs, against a flood fill.
struct BlobKernelTests {
    private struct Component: Hashable {
        var area = 0
        var sum = 0
        var peak = 0
        var polarity = 0
        var strength = 0
        /// Whether a pixel of a block that fired exceeds its threshold.
        var isStrong = false
        var left = Int.max
        var top = Int.max
        var right = 0
        var bottom = 0
    }

    /// Blocks' thresholds, and which of them fired.
    private struct Noise {
        var thresholds: [UInt8]
        var fired: [UInt8]

        /// The same everywhere, and every block fired.
        init(_ pictures: TestTriple, threshold: UInt8) {
            thresholds = Array(repeating: threshold, count: pictures.columns * pictures.rows)
            fired = thresholds.map { _ in 1 }
        }
    }

    /// Flood fill with 8 neighbours over pixels above the lower threshold of their block, where it or one beside it fired.
    private func components(_ pictures: TestTriple, _ noise: Noise) -> [Component] {
        let (maxima, columns, rows) = (pictures.maxima, pictures.columns, pictures.rows)
        func isNear(_ block: Int) -> Bool {
            let (row, column) = (block / columns, block % columns)
            return (max(row - 1, 0)...min(row + 1, rows - 1)).contains { y in
                (max(column - 1, 0)...min(column + 1, columns - 1)).contains { noise.fired[y * columns + $0] != 0 }
            }
        }
        let near = maxima.indices.map(isNear)
        func counts(_ x: Int, _ y: Int) -> Bool {
            let block = y / 8 * columns + x / 16
            return near[block] && pictures.change(x, y) > max(Int(noise.thresholds[block]) / 2, Int(maxima[block]) / 5)
        }
        var seen = [Bool](repeating: false, count: pictures.width * pictures.height)
        var found: [Component] = []
        for start in seen.indices where !seen[start] {
            var open = [start]
            var component = Component()
            while let place = open.popLast() {
                let (x, y) = (place % pictures.width, place / pictures.width)
                guard !seen[place], counts(x, y) else { continue }
                seen[place] = true
                let (block, change) = (y / 8 * columns + x / 16, pictures.change(x, y))
                let strength = change * 16 / Int(noise.thresholds[block])
                component.area += 1
                component.sum += change
                component.peak = max(component.peak, change)
                component.polarity += pictures.now[x, y] - (pictures.before[x, y] + pictures.after[x, y]) / 2
                component.strength = max(component.strength, strength)
                component.isStrong = component.isStrong || (strength > 16 && noise.fired[block] != 0)
                (component.left, component.top) = (min(component.left, x), min(component.top, y))
                (component.right, component.bottom) = (max(component.right, x + 1), max(component.bottom, y + 1))
                for ny in max(y - 1, 0)...min(y + 1, pictures.height - 1) {
                    for nx in max(x - 1, 0)...min(x + 1, pictures.width - 1) { open.append(ny * pictures.width + nx) }
                }
            }
            if component.isStrong { found.append(component) }
        }
        return found
    }

    private func blobs(_ pictures: TestTriple, threshold: UInt8, minimumArea: Int, capacity: Int) -> [CVisionBlob] {
        blobs(pictures, Noise(pictures, threshold: threshold), minimumArea: minimumArea, capacity: capacity)
    }

    private func blobs(_ pictures: TestTriple, _ noise: Noise, minimumArea: Int, capacity: Int) -> [CVisionBlob] {
        var found = [CVisionBlob](repeating: CVisionBlob(), count: capacity)
        let bytes = cvision_blob_scratch_size(Int32(pictures.width), Int32(pictures.height))
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes + 64, alignment: 64)
        defer { unsafe scratch.deallocate() }
        unsafe scratch.initializeMemory(as: UInt8.self, repeating: 0xA5)
        let count = unsafe pictures.withKernelTriple {
            unsafe cvision_blobs(
                $0, pictures.maxima, noise.thresholds, noise.fired, Int32(minimumArea),
                OpaquePointer(scratch.baseAddress!), &found, Int32(capacity))
        }
        let isKept = unsafe scratch[bytes...].allSatisfy { $0 == 0xA5 }
        #expect(isKept, "nothing is written behind the scratch")
        return Array(found.prefix(Int(count)))
    }

    private func measured(_ blobs: [CVisionBlob]) -> [Component] {
        blobs.map {
            Component(
                area: Int($0.area), sum: Int($0.sum), peak: Int($0.peak), polarity: Int($0.polarity),
                strength: Int($0.strength), isStrong: true, left: Int($0.left), top: Int($0.top), right: Int($0.right),
                bottom: Int($0.bottom))
        }
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

    @Test(arguments: [(64, 32, 0.05), (97, 43, 0.2), (33, 70, 0.4), (130, 17, 0.6), (15, 15, 0.9), (960, 540, 0.45)])
    func `Components equal a flood fill`(width: Int, height: Int, share: Double) {
        let pictures = spots(width, height, seed: UInt64(width), share: share)
        let expected = components(pictures, Noise(pictures, threshold: 20)).filter { $0.area >= 2 }
        let found = measured(blobs(pictures, threshold: 20, minimumArea: 2, capacity: 50_000))
        #expect(found.count == expected.count)
        #expect(Set(found) == Set(expected))
    }

    @Test func `Components equal a flood fill where blocks differ and few of them fired`() {
        var random = TestRandom(77)
        for round in 0..<300 {
            let (width, height) = (1 + Int(random.next() % 90), 1 + Int(random.next() % 60))
            // Noise on both sides of the thresholds, and bright things that cross blocks.
            let planes = (0..<3).map { _ in
                TestPlane(width: width, height: height, padding: Int(round % 3), random: &random, range: 24)
            }
            var pictures = TestTriple(before: planes[0], now: planes[1], after: planes[2])
            for y in 0..<height {
                for x in 0..<width where (x / 7 + y / 5) % 4 == 0 && random.unit() < 0.7 {
                    pictures.now.samples[y * pictures.now.stride + x] = UInt8(20 + random.next() % 110)
                }
            }
            var noise = Noise(pictures, threshold: 0)
            for block in noise.fired.indices {
                noise.thresholds[block] = UInt8(4 + random.next() % 60)
                noise.fired[block] = random.unit() < 0.15 ? 1 : 0
            }
            let found = measured(blobs(pictures, noise, minimumArea: 1, capacity: 6000))
            let expected = components(pictures, noise)
            #expect(
                found.count == expected.count && Set(found) == Set(expected), "round \(round): \(width) × \(height)")
        }
    }

    @Test func `A picture that changed all over is one blob`() throws {
        // Far more runs than are kept waiting: a board of squares touches at its corners.
        var random = TestRandom(4)
        let quiet = TestPlane(width: 1920, height: 1080, padding: 0, random: &random, range: 1)
        var now = quiet
        for place in now.samples.indices where (place % 1920 + place / 1920) % 2 == 0 { now.samples[place] = 90 }
        let pictures = TestTriple(before: quiet, now: now, after: quiet)
        let found = blobs(pictures, threshold: 20, minimumArea: 1, capacity: 100)
        let blob = try #require(found.first)
        #expect(found.count == 1)
        #expect(blob.area == 1_036_800)
        #expect(blob.sum == 93_312_000)
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
