import Synchronization

/// Whether the civil clock is doubted: then nothing is deleted by age, neither evidence nor alarms nor the audit log.
final class ClockDoubt: Sendable {
    /// True until evidence was compared with the clock for the first time.
    let isDoubted = Atomic<Bool>(true)
}
