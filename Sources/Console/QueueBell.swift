import Synchronization

/// Wakes those who wait for something new in the queue.
public final class QueueBell: Sendable {
    /// One who waits.
    final class Listener: Sendable {
        private struct State {
            var isRung = false
            var isGone = false
            var waiter: CheckedContinuation<Void, Never>?
        }

        private let state = Mutex(State())

        /// Whether whoever asked is gone, so that waiting is of no use.
        var isGone: Bool { state.withLock { $0.isGone } }

        /// Whoever asked is gone.
        func leave() { wake { $0.isGone = true } }

        /// Returns when the bell has rung since the last time, or will ring, or after `seconds`; true when it has.
        func wait(atMost seconds: Double) async -> Bool {
            let timer = Task {
                try? await Task.sleep(for: .seconds(seconds))
                wake { _ in }
            }
            defer { timer.cancel() }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isOver = state.withLock { state in
                        if state.isRung || state.isGone { return true }
                        state.waiter = continuation
                        return false
                    }
                    if isOver { continuation.resume() }
                }
            } onCancel: {
                leave()
            }
            return state.withLock { state in
                defer { state.isRung = false }
                return state.isRung
            }
        }

        fileprivate func ring() { wake { $0.isRung = true } }

        private func wake(_ change: (inout State) -> Void) {
            let waiter = state.withLock { state in
                change(&state)
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
    }

    private let rung = Atomic<Int>(0)
    private let listeners = Mutex<[ObjectIdentifier: Listener]>([:])

    /// Nobody waits yet.
    public init() {}

    /// There is something new in the queue. Costs next to nothing, may be called from anywhere.
    public func ring() {
        rung.wrappingAdd(1, ordering: .acquiringAndReleasing)
        for listener in listeners.withLock({ Array($0.values) }) { listener.ring() }
    }

    /// How often it has rung.
    var rings: Int { rung.load(ordering: .acquiring) }

    /// Hears every ring from now on, until it is dismissed.
    func listen() -> Listener {
        let listener = Listener()
        listeners.withLock { $0[ObjectIdentifier(listener)] = listener }
        return listener
    }

    func dismiss(_ listener: Listener) { listeners.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(listener)) } }
}
