internal import CVision
public import VideoCore

/// Measures pictures of one size; its buffers are made once.
///
/// Methods: box means to 640 and 160 columns; contrast and steepest step of blocks (the acutance of Wolin, in its simplest
/// form); mean second difference for the noise, in the calmest quarter (after Immerkær); spectra of patches under a Hann
/// window, of which the wave counts that all but three patches have, also in the difference of two pictures; row and column profiles for the shift.
public struct PictureMeter: Sendable {
    /// Columns to which a picture is reduced, at most.
    static let mostColumns = 640
    /// Rows whose finest structure is looked at.
    private static let grainRows = 128
    /// Mean change, in levels, below which no wave in it is looked for; one of amplitude 2 has 1.3.
    private static let leastChange = 1.3

    /// Columns of the pictures it is for.
    public let width: Int
    /// Rows of the pictures it is for.
    public let height: Int
    private let factor: Int
    private var small: ReducedPicture
    private var earlier: ReducedPicture
    private var keyframe: ReducedPicture
    private var difference: ReducedPicture
    private var hasEarlier = false
    private var hasKeyframe = false
    private var blocks: BlockContrast
    private var waves: WaveSearch
    private var colour: ColourGrid
    private var levels = LevelCounts()
    private var histogram = [UInt32](repeating: 0, count: 256)
    private var costs = [Float](repeating: 0, count: 2 * ReducedPicture.reach + 1)
    private var edges: [Int8]

    /// A meter for pictures of `width` × `height` pixels.
    public init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        factor = min(max((width + Self.mostColumns - 1) / Self.mostColumns, 1), 255)
        small = ReducedPicture(columns: max(width / factor, 1), rows: max(height / factor, 1))
        (earlier, keyframe, difference) = (small, small, small)
        blocks = BlockContrast(columns: small.columns, rows: small.rows)
        waves = WaveSearch()
        colour = ColourGrid(width: (width + 1) / 2, height: (height + 1) / 2)
        edges = Array(repeating: 0, count: 2 * small.thumbColumns * small.thumbRows)
    }

    /// Whether it is for pictures like `frame`.
    public func fits(_ frame: Frame) -> Bool { frame.width == width && frame.height == height }

    /// Forgets the picture measured last.
    public mutating func forget() { (hasEarlier, hasKeyframe) = (false, false) }

    /// Measures `frame`, which must have the meter's size. Allocates nothing.
    public mutating func measure(_ frame: Frame) -> PictureMeasures {
        var measures = PictureMeasures()
        guard fits(frame), small.columns > 2, small.rows > 2 else { return measures }
        small.reduce(frame.luma, by: factor, counting: &histogram)
        let scale = frame.colour.isFullRange ? 1.0 : 255.0 / 219
        levels.take(histogram, black: frame.colour.isFullRange ? 0 : 16, scale: scale)
        levels.write(into: &measures)
        measures.strength = small.strength(&edges) * scale
        measureGrain(frame.luma, scale: scale, into: &measures)
        blocks.measure(small, grain: measures.grain / Double(factor), scale: scale, into: &measures)
        colour.measure(frame, into: &measures)
        (measures.stripeAmplitude, measures.stripePurity) = waves.search(small, scale: scale)
        measures.change = change(to: frame, scale: scale)
        return measures
    }

    /// A keyframe is compared with the keyframe before it: what the encoder makes of a picture that stands still differs
    /// between keyframes and what lies between them.
    private mutating func change(to frame: Frame, scale: Double) -> PictureChange? {
        var change: PictureChange?
        if hasEarlier {
            change = small.change(since: earlier, costs: &costs, scale: scale)
            if change!.mean > Self.leastChange {
                difference.takeChange(from: earlier, to: small)
                (change!.waveAmplitude, change!.wavePurity) = waves.search(difference, scale: scale)
            }
            if frame.isKeyframe, hasKeyframe {
                let other = small.change(since: keyframe, costs: &costs, scale: scale)
                if other.mean < change!.mean {
                    (change!.mean, change!.greatest, change!.share) = (other.mean, other.greatest, other.share)
                }
            }
        }
        if frame.isKeyframe {
            keyframe.copy(small)
            hasKeyframe = true
        }
        swap(&small, &earlier)
        hasEarlier = true
        return change
    }

    private func measureGrain(_ plane: Plane, scale: Double, into measures: inout PictureMeasures) {
        var grain = CVisionGrain()
        let step = max(height / Self.grainRows, 1)
        unsafe cvision_grain(plane.forKernel, Int32(width), Int32(height), Int32(step), &grain)
        measures.equalShare = Double(grain.equal) / Double(max(grain.samples, 1))
        var rest = Int(grain.samples) / 32 / 4
        let level = unsafe withUnsafeBytes(of: grain.residual) { bytes in
            let counts = unsafe bytes.bindMemory(to: UInt32.self)
            for level in 0..<counts.count {
                rest -= Int(unsafe counts[level])
                if rest < 0 { return level }
            }
            return counts.count
        }
        // Half levels of the mean bend; that of noise of deviation 1 is 1.95 (√6 · √(2/π)).
        measures.grain = Double(level) / 2 / 1.95 * scale
    }
}
