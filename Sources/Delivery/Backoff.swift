/// How long to wait after failures: a random part of a limit that doubles with each of them ("full jitter").
public struct Backoff: Hashable, Sendable {
    /// Limit after the first failure, in seconds.
    public var first: Double = 1
    /// Limit after many, in seconds.
    public var longest: Double = 30

    /// One second, doubling up to thirty.
    public init() {}

    /// The limit after `failures` failures in a row, in seconds.
    public func limit(after failures: Int) -> Double {
        var limit = first
        for _ in 1..<max(failures, 1) where limit < longest { limit *= 2 }
        return min(limit, longest)
    }

    /// Seconds to wait after `failures` failures in a row.
    public func delay(after failures: Int, using generator: inout some RandomNumberGenerator) -> Double {
        Double.random(in: 0...limit(after: failures), using: &generator)
    }
}
