private import Glibc

/// Movement of the whole picture, as of a pole in the wind.
public struct Shake: Hashable, Sendable {
    /// Greatest displacement to each side, in pixels.
    public var amplitude: SIMD2<Double>
    /// Swings in a second.
    public var frequency: Double
    /// Media times at which it begins and ends, in seconds.
    public var during: ClosedRange<Double>

    /// Swings of `amplitude` pixels, `frequency` times a second.
    public init(amplitude: SIMD2<Double>, frequency: Double, during: ClosedRange<Double>) {
        self.amplitude = amplitude
        self.frequency = frequency
        self.during = during
    }

    /// Displacement at `mediaTime`, in pixels; two frequencies, so that the path does not repeat itself.
    public func displacement(at mediaTime: Double) -> SIMD2<Double> {
        guard during.contains(mediaTime) else { return .zero }
        let phase = 2 * .pi * frequency * (mediaTime - during.lowerBound)
        return amplitude * SIMD2(sin(phase), sin(1.37 * phase))
    }
}
