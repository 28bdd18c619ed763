internal import CVision

/// Looks for a wave that nearly all of a picture shares, at its reduced size and in its thumbnail: periods of 3 to 12
/// places of either.
///
/// A facade has periods as well; but perspective, sky and trees do not let one wave run through the whole picture, and
/// what repeats there has corners: waves beside the strongest that are as strong.
struct WaveSearch: Sendable {
    private static let patchesAcross = 5
    private static let patchesDown = 3
    /// Patches that need not show it.
    private static let exempt = 3
    /// Waves in a patch, squared, from which a period counts; longer ones are light and shade.
    private static let leastFrequency = 7

    private var basis: [Float]
    private var powers: [Float]
    private var shared: [Float]

    init() {
        let side = Int(CVISION_PATCH)
        basis = Array(repeating: 0, count: 2 * side * side)
        powers = Array(repeating: 0, count: Self.patchesAcross * Self.patchesDown * Int(CVISION_PATCH_BINS))
        shared = Array(repeating: 0, count: Int(CVISION_PATCH_BINS))
        unsafe basis.withUnsafeMutableBufferPointer { unsafe cvision_patch_basis($0.baseAddress!) }
    }

    /// Looks at `picture`, of which a step is `scale` levels; the clearer of its two sizes counts.
    mutating func search(_ picture: ReducedPicture, scale: Double) -> (amplitude: Double, purity: Double) {
        let fine = search(picture.means, columns: picture.columns, rows: picture.rows)
        let coarse = search(picture.thumb, columns: picture.thumbColumns, rows: picture.thumbRows)
        let best = coarse.amplitude * coarse.purity > fine.amplitude * fine.purity ? coarse : fine
        return (best.amplitude * scale, best.purity)
    }

    private mutating func search(_ means: [UInt8], columns: Int, rows: Int) -> (amplitude: Double, purity: Double) {
        let side = Int(CVISION_PATCH)
        guard columns >= side, rows >= side else { return (0, 0) }
        unsafe means.withUnsafeBufferPointer { means in
            unsafe basis.withUnsafeBufferPointer { basis in
                unsafe powers.withUnsafeMutableBufferPointer { powers in
                    for patch in 0..<Self.patchesAcross * Self.patchesDown {
                        let x = (columns - side) * (patch % Self.patchesAcross) / (Self.patchesAcross - 1)
                        let y = (rows - side) * (patch / Self.patchesAcross) / (Self.patchesDown - 1)
                        unsafe cvision_patch_spectrum(
                            means.baseAddress! + y * columns + x, Int32(columns), basis.baseAddress!,
                            powers.baseAddress! + patch * Int(CVISION_PATCH_BINS))
                    }
                    unsafe shared.withUnsafeMutableBufferPointer {
                        unsafe cvision_shared_power(
                            powers.baseAddress!, Int32(Self.patchesAcross * Self.patchesDown), Int32(Self.exempt),
                            $0.baseAddress!)
                    }
                }
            }
        }
        return strongest()
    }

    private func strongest() -> (amplitude: Double, purity: Double) {
        let waves = Int(CVISION_PATCH) / 2 + 1
        func place(_ bin: Int) -> (u: Int, v: Int) {
            let row = bin / waves
            return (bin % waves, row < waves - 1 ? row : row - Int(CVISION_PATCH))
        }
        var best = -1
        for bin in shared.indices {
            let (u, v) = place(bin)
            guard u * u + v * v >= Self.leastFrequency else { continue }
            if best < 0 || shared[bin] > shared[best] { best = bin }
        }
        let (u, v) = place(best)
        var next: Float = 0
        for bin in shared.indices {
            let (otherU, otherV) = place(bin)
            guard otherU * otherU + otherV * otherV >= Self.leastFrequency else { continue }
            func isNear(_ du: Int, _ dv: Int) -> Bool { du * du + dv * dv <= 8 }
            // The opposite frequency is the same wave.
            if isNear(otherU - u, otherV - v) || isNear(otherU + u, otherV + v) { continue }
            next = max(next, shared[bin])
        }
        let amplitude = Double(shared[best]).squareRoot()
        return (amplitude, amplitude / max(Double(next).squareRoot(), 0.05))
    }
}
