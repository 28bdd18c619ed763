private import Glibc

/// Random numbers that are the same on every run: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014).
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64
    private var spareDeviate: Double?

    /// The sequence that belongs to `seed`; different `stream`s of one seed are independent.
    public init(seed: UInt64, stream: UInt64 = 0) {
        state = Self.mixed(seed &+ Self.mixed(stream &+ 0x9E37_79B9_7F4A_7C15))
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number in 0..<1, from 53 random bits.
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number between `range`'s bounds.
    public mutating func number(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    /// A normal deviate: mean 0, standard deviation 1, by Marsaglia's polar method.
    public mutating func deviate() -> Double {
        if let spare = spareDeviate {
            spareDeviate = nil
            return spare
        }
        while true {
            let u = 2 * unit() - 1
            let v = 2 * unit() - 1
            let s = u * u + v * v
            guard s > 0, s < 1 else { continue }
            let scale = (-2 * log(s) / s).squareRoot()
            spareDeviate = v * scale
            return u * scale
        }
    }

    /// 0..<1, always the same for the same three numbers: texture without a table.
    static func hash(_ x: Int, _ y: Int, _ seed: UInt64) -> Double {
        let mixedX = mixed(UInt64(bitPattern: Int64(x)) &+ seed)
        return Double(mixed(UInt64(bitPattern: Int64(y)) &+ mixedX) >> 11) * 0x1p-53
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
