import Synchronization

/// A number that rises and falls: alarms waiting, bytes buffered.
public final class Gauge: Sendable {
    private let bits = Atomic<UInt64>(0)

    /// A gauge at 0.
    public init() {}

    /// The number last set.
    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    /// Sets the number.
    public func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }
}
