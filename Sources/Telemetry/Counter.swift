import Synchronization

/// A number that only grows: frames decoded, alarms committed. One atomic addition per count.
public final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// A counter at 0.
    public init() {}

    /// The count so far.
    public var value: Int { count.load(ordering: .relaxed) }

    /// Counts `amount` more; a negative amount is ignored, since a counter never falls.
    public func add(_ amount: Int = 1) {
        guard amount > 0 else { return }
        count.wrappingAdd(amount, ordering: .relaxed)
    }
}
