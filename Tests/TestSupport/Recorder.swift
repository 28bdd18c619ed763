import Synchronization

/// Collects values from other threads and lets a test wait until enough of them are there.
public final class Recorder<Value: Sendable>: Sendable {
    private let state = Mutex<(values: [Value], waiters: [CheckedContinuation<Void, Never>])>(([], []))

    /// Nothing yet.
    public init() {}

    /// What has been collected.
    public var values: [Value] { state.withLock { $0.values } }

    /// Adds one.
    public func add(_ value: Value) {
        let waiters = state.withLock { state in
            state.values.append(value)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until `condition` holds of what has been collected; false when `seconds` have passed first.
    public func wait(seconds: Double, until condition: @escaping @Sendable ([Value]) -> Bool) async -> Bool {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(until: condition) }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                self.wakeAll()
            }
            await group.next()
            group.cancelAll()
            wakeAll()
        }
        return condition(values)
    }

    private func wait(until condition: @Sendable ([Value]) -> Bool) async {
        while !Task.isCancelled {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if condition(state.values) || Task.isCancelled { return true }
                    state.waiters.append(continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
            if condition(values) { return }
        }
    }

    private func wakeAll() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
