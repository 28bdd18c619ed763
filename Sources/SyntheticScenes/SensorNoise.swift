import VideoCore

/// Gaussian noise of the sensor, in steps of 8-bit luma.
public struct SensorNoise: Hashable, Sendable {
    /// Standard deviation at luma 0, in steps.
    public var sigma: Double
    /// What each step of luma adds to the standard deviation; 0 makes the noise the same everywhere.
    public var sigmaPerStep: Double

    /// Noise of standard deviation `sigma` + `sigmaPerStep` · luma.
    public init(sigma: Double, sigmaPerStep: Double = 0) {
        self.sigma = sigma
        self.sigmaPerStep = sigmaPerStep
    }

    /// Standard deviation on pixels of brightness `luma`, in steps.
    public func sigma(at luma: Double) -> Double { sigma + sigmaPerStep * luma }
}

/// Normal deviates made once; every row of every picture reads them from a random place, so that pictures differ without
/// the price of a new deviate for each pixel.
struct NoiseTile: Sendable {
    private let deviates: [Int16]
    private let starts: Int
    private let seed: UInt64

    /// One standard deviation in stored units.
    private static let unit = 256.0

    init(seed: UInt64, longestRow: Int) {
        var random = SeededRandom(seed: seed, stream: 0x4E)
        starts = 1 << 18
        deviates = (0..<starts + longestRow).map { _ in Int16((random.deviate() * Self.unit).rounded()) }
        self.seed = seed
    }

    /// Adds noise to `plane`, always the same for the same `picture` number.
    func add(_ noise: SensorNoise, to plane: MutablePlane, picture: Int) {
        guard noise.sigma > 0 || noise.sigmaPerStep > 0 else { return }
        var random = SeededRandom(seed: seed, stream: 0x1_0000 &+ UInt64(picture))
        // 12 bits of fraction on top of the deviates' 8.
        let gain = Int32((noise.sigma * 4096).rounded())
        let gainPerStep = Int32((noise.sigmaPerStep * 4096).rounded())
        unsafe deviates.withUnsafeBufferPointer { deviates in
            guard let first = deviates.baseAddress else { return }
            for y in unsafe 0..<plane.height {
                let start = Int(random.next() % UInt64(starts))
                unsafe Self.add(
                    first + start, gain: gain, gainPerStep: gainPerStep, to: plane.base + y * plane.width,
                    count: plane.width)
            }
        }
    }

    private static func add(
        _ deviates: UnsafePointer<Int16>, gain: Int32, gainPerStep: Int32, to row: UnsafeMutablePointer<UInt8>,
        count: Int
    ) {
        for x in 0..<count {
            let luma = unsafe Int32(row[x])
            let noise = unsafe (Int32(deviates[x]) &* (gain &+ gainPerStep &* luma) &+ (1 << 19)) >> 20
            unsafe row[x] = UInt8(truncatingIfNeeded: max(0, min(255, luma &+ noise)))
        }
    }
}
