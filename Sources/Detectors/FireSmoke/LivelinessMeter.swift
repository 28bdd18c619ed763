import VideoCore

/// How much a part of the picture lives: flames flicker from frame to frame, smoke changes within a second, lamps and
/// walls do neither.
///
/// Averages of 16 × 16 blocks are compared, so that the sensor's noise counts for little; what is left of it in small
/// blocks can be told from ``pixelNoise`` of the whole picture. Allocates nothing for a frame.
struct LivelinessMeter {
    private static let blocks = 16
    /// Samples across and down a block.
    private static let samples = 8
    /// Seconds between the pictures in which the slow change is measured.
    private static let slowStep = 1.0

    /// Grey levels that count of one change, at most: light that is switched on once is no flicker.
    private static let leap: Float = 12

    private var region = Region(x: 0, y: 0, width: 1, height: 1)
    private var last = [Float](repeating: 0, count: blocks * blocks)
    private var earlier = [Float](repeating: 0, count: blocks * blocks)
    private var fast = [Float](repeating: 0, count: blocks * blocks)
    private var slow = [Float](repeating: 0, count: blocks * blocks)
    private var lastSample = [Float](repeating: 0, count: blocks * blocks)
    private var sampleSum = [Float](repeating: 0, count: blocks * blocks)
    /// Different pixels that a block's average is made of.
    private(set) var pixels = 1.0
    private var earlierTime = 0.0
    private(set) var fastCount = 0
    private(set) var slowCount = 0

    /// Starts anew, on `region` widened to something that can be measured.
    mutating func restart(on region: Region) {
        let (width, height) = (max(region.width, 0.04), max(region.height, 0.04))
        let (x, y) = (region.x + region.width / 2 - width / 2, region.y + region.height / 2 - height / 2)
        self.region = Region(
            x: min(max(x, 0), 1 - width), y: min(max(y, 0), 1 - height), width: width, height: height)
        for i in fast.indices {
            fast[i] = 0
            slow[i] = 0
            sampleSum[i] = 0
        }
        (fastCount, slowCount) = (-1, 0)
    }

    /// Takes the next frame in.
    mutating func note(_ frame: Frame) {
        let isFirst = fastCount < 0
        let isSlowDue = !isFirst && frame.mediaTime - earlierTime >= Self.slowStep
        let side = Double(Self.blocks)
        let area = region.width * Double(frame.width) / side * region.height * Double(frame.height) / side
        pixels = min(max(area, 1), Double(Self.samples * Self.samples))
        var index = 0
        for row in 0..<Self.blocks {
            for column in 0..<Self.blocks {
                let (mean, sample) = blockMean(frame.luma, column, row)
                if !isFirst { sampleSum[index] += abs(sample - lastSample[index]) }
                lastSample[index] = sample
                if !isFirst { fast[index] += min(abs(mean - last[index]), Self.leap) }
                if isSlowDue { slow[index] += abs(mean - earlier[index]) }
                if isFirst || isSlowDue { earlier[index] = mean }
                last[index] = mean
                index += 1
            }
        }
        if isFirst || isSlowDue { earlierTime = frame.mediaTime }
        fastCount += 1
        if isSlowDue { slowCount += 1 }
    }

    /// Grey levels from frame to frame that a share `part` of the blocks stays below, 0..<1.
    func flicker(_ part: Double) -> Double { fastCount > 0 ? quantile(fast, part) / Double(fastCount) : 0 }

    /// Grey levels from second to second that a share `part` of the blocks stays below, 0..<1.
    func drift(_ part: Double) -> Double { slowCount > 0 ? quantile(slow, part) / Double(slowCount) : 0 }

    /// Grey levels from frame to frame of single pixels, in the middle one of the blocks: the sensor's noise.
    var pixelNoise: Double { fastCount > 0 ? quantile(sampleSum, 0.5) / Double(fastCount) : 0 }

    private func quantile(_ values: [Float], _ part: Double) -> Double {
        Double(values.sorted()[Int(Double(values.count) * part)])
    }

    private func blockMean(_ luma: Plane, _ column: Int, _ row: Int) -> (mean: Float, sample: Float) {
        let steps = Double(Self.blocks * Self.samples)
        var (sum, sample) = (0, 0)
        for y in 0..<Self.samples {
            let rowShare = region.y + region.height * (Double(row * Self.samples + y) + 0.5) / steps
            let line = min(Int(rowShare * Double(luma.height)), luma.height - 1)
            for x in 0..<Self.samples {
                let share = region.x + region.width * (Double(column * Self.samples + x) + 0.5) / steps
                sample = Int(luma[min(Int(share * Double(luma.width)), luma.width - 1), line])
                sum += sample
            }
        }
        return (Float(sum) / Float(Self.samples * Self.samples), Float(sample))
    }
}
