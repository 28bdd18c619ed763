/// What did not happen in time.
public struct TookTooLong: Error, CustomStringConvertible {
    /// What it was.
    public let description: String
}

/// Returns once `condition` holds, which it looks at every 10 ms; throws ``TookTooLong`` if not after `seconds`.
public func until(_ what: String, within seconds: Double, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
        // Before the look: however long this task was kept waiting, one look follows the deadline.
        let isLate = ContinuousClock.now >= deadline
        if try await condition() { return }
        guard !isLate else { throw TookTooLong(description: "not within \(seconds) s: \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
