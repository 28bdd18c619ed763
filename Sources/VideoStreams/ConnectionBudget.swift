import Foundation

/// Keeps the number of simultaneous attempts to connect to one recorder within its limit.
///
/// Recorders that restart are met by all their cameras at once, and fall over again if all are let in.
public final class ConnectionBudget: Sendable {
    private let condition = NSCondition()
    nonisolated(unsafe) private var underWay: [String: Int] = [:]

    /// A budget in which nothing is used.
    public init() {}

    /// Attempts at `device` under way.
    package func count(device: String) -> Int {
        condition.lock()
        defer { condition.unlock() }
        return unsafe underWay[device, default: 0]
    }

    /// Waits for a place among at most `limit` attempts at `device`; false when stopped first.
    func enter(device: String, limit: Int, interruption: Interruption) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while !interruption.isStopping {
            let count = unsafe underWay[device, default: 0]
            if count < limit {
                unsafe underWay[device] = count + 1
                return true
            }
            // A stop does not signal this condition: look again soon.
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.2))
        }
        return false
    }

    /// Gives the place back.
    func leave(device: String) {
        condition.lock()
        let count = unsafe underWay[device, default: 1] - 1
        unsafe underWay[device] = count > 0 ? count : nil
        condition.broadcast()
        condition.unlock()
    }
}
