import CVision
import Foundation
import Testing

/// The kernels beside plain arithmetic.
struct PictureKernelTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 12, 24])
    func `Means of boxes are right to a level, whatever the factor`(factor: Int) {
        var random = TestRandom(UInt64(factor))
        let plane = TestPlane(width: 24 * 7 + 5, height: 24 * 3, padding: 3, random: &random)
        let (columns, rows) = (plane.width / factor, plane.height / factor)
        var means = [UInt8](repeating: 0, count: columns * rows)
        unsafe plane.samples.withUnsafeBufferPointer { samples in
            let view = unsafe CVisionPlane(samples: samples.baseAddress!, stride: plane.stride)
            unsafe cvision_reduce(view, Int32(columns), Int32(rows), Int32(factor), &means)
        }
        let step = factor >= 4 ? 2 : 1
        for row in 0..<rows {
            for column in 0..<columns {
                var (sum, count) = (0, 0)
                for y in stride(from: 0, to: factor, by: step) {
                    for x in 0..<factor {
                        sum += plane[column * factor + x, row * factor + y]
                        count += 1
                    }
                }
                #expect(abs(Double(means[row * columns + column]) - Double(sum) / Double(count)) <= 1)
            }
        }
    }

    @Test func `White stays white and black stays black`() {
        for value in [0, 255] as [UInt8] {
            let samples = [UInt8](repeating: value, count: 48 * 48)
            var means = [UInt8](repeating: 100, count: 4)
            unsafe samples.withUnsafeBufferPointer {
                let view = unsafe CVisionPlane(samples: $0.baseAddress!, stride: 48)
                unsafe cvision_reduce(view, 2, 2, 24, &means)
            }
            #expect(means.allSatisfy { abs(Int($0) - Int(value)) <= 1 })
        }
    }

    @Test(arguments: [(0, 4), (5, 0), (3, 7), (6, -5), (0, 12)])
    func `A wave has its amplitude at its frequency, and next to nothing elsewhere`(across: Int, down: Int) {
        let side = Int(CVISION_PATCH)
        var samples = [UInt8](repeating: 0, count: side * side)
        for y in 0..<side {
            for x in 0..<side {
                let angle = 2 * Double.pi * Double(across * x + down * y) / Double(side)
                samples[y * side + x] = UInt8((120 + 20 * cos(angle + 0.7)).rounded())
            }
        }
        var basis = [Float](repeating: 0, count: 2 * side * side)
        var power = [Float](repeating: 0, count: Int(CVISION_PATCH_BINS))
        unsafe cvision_patch_basis(&basis)
        unsafe cvision_patch_spectrum(samples, Int32(side), basis, &power)
        let waves = side / 2 + 1
        let best = power.indices.max { power[$0] < power[$1] }!
        let row = best / waves
        let found = (best % waves, row < waves ? row : row - side)
        #expect(found == (across, down) || across == 0 && found == (0, -down))
        #expect(abs(power[best].squareRoot() - 20) < 1)
        #expect(power.count { $0 > 25 } <= 18, "the lobes of the window alone")
    }

    @Test func `What all but a few patches share is the value of the next one`() {
        let bins = Int(CVISION_PATCH_BINS)
        var powers = [Float](repeating: 0, count: 5 * bins)
        for patch in 0..<5 { powers[patch * bins + 7] = [9, 2, 7, 4, 5][patch] }
        var shared = [Float](repeating: -1, count: bins)
        for (rank, expected) in [(0, 2), (1, 4), (2, 5), (4, 9)] as [(Int32, Float)] {
            unsafe cvision_shared_power(powers, 5, rank, &shared)
            #expect(shared[7] == expected && shared[0] == 0)
        }
    }

    @Test(arguments: [1.0, 3, 10])
    func `Grain follows the noise`(sigma: Double) {
        var random = TestRandom(3)
        let samples = (0..<640 * 40).map { _ in UInt8(min(max(128 + sigma * random.normal(), 0), 255)) }
        var grain = CVisionGrain()
        unsafe samples.withUnsafeBufferPointer {
            let view = unsafe CVisionPlane(samples: $0.baseAddress!, stride: 640)
            unsafe cvision_grain(view, 640, 40, 1, &grain)
        }
        var (sum, count) = (0.0, 0.0)
        unsafe withUnsafeBytes(of: grain.residual) { bytes in
            for level in 0..<Int(CVISION_GRAIN_LEVELS) {
                let found = unsafe Double(bytes.load(fromByteOffset: 4 * level, as: UInt32.self))
                sum += (Double(level) + 0.5) / 2 * found
                count += found
            }
        }
        #expect(abs(sum / count / 1.95 - sigma) < 0.15 * sigma + 0.1)
    }

    @Test(arguments: [-5, 0, 3])
    func `The shift of a profile has the least cost`(shift: Int) {
        var random = TestRandom(9)
        let values = (0..<200).map { _ in UInt32(random.next() % 5000) }
        let before = Array(values[20..<160])
        let now = Array(values[(20 - shift)..<(160 - shift)])
        var costs = [Float](repeating: 0, count: 33)
        unsafe cvision_profile_costs(before, now, Int32(before.count), 16, &costs)
        #expect(costs.indices.min { costs[$0] < costs[$1] } == 16 + shift)
        #expect(costs[16 + shift] == 0)
    }
}
