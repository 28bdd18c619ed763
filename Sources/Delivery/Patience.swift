/// Says that something took longer than anybody wants to wait.
public struct PatienceEnded: Error, Hashable, Sendable {
    /// Seconds waited.
    public let seconds: Double
}

/// What `work` gives, if it gives it within so many seconds.
///
/// For calls that cannot be interrupted: when the time is over or the caller is cancelled, this throws at once
/// (``PatienceEnded``, `CancellationError`). The work is then cancelled and goes on by itself until it notices; what it
/// gives is nobody's.
public func within<Value: Sendable>(
    seconds: Double, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let (outcomes, outcome) = AsyncStream.makeStream(of: Result<Value, any Error>.self)
    let worker = Task {
        do { outcome.yield(.success(try await work())) } catch { outcome.yield(.failure(error)) }
    }
    let clock = Task {
        try await Task.sleep(for: .seconds(seconds))
        outcome.yield(.failure(PatienceEnded(seconds: seconds)))
    }
    defer {
        worker.cancel()
        clock.cancel()
    }
    for await first in outcomes { return try first.get() }
    throw CancellationError()
}
