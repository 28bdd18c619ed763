import Foundation
import Synchronization
import VideoStreams

/// Ends visits and pauses that are under way, and all later ones.
public final class PollStop: Sendable {
    private struct State {
        var isStopping = false
        var next = 0
        var underWay: [Int: StopSwitch] = [:]
    }

    private let state = Mutex(State())
    private let wake = NSCondition()

    /// One that has not been used.
    public init() {}

    /// Whether ``stop()`` was called.
    public var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Ends everything within about a tenth of a second.
    public func stop() {
        let underWay = state.withLock { state -> [StopSwitch] in
            state.isStopping = true
            return Array(state.underWay.values)
        }
        for one in underWay { one.stop() }
        wake.lock()
        wake.broadcast()
        wake.unlock()
    }

    /// Waits `seconds`, or until stopped.
    func pause(seconds: Double) {
        let until = Date(timeIntervalSinceNow: max(seconds, 0))
        wake.lock()
        defer { wake.unlock() }
        while !isStopping, wake.wait(until: until) {}
    }

    /// Does `work`, which ends when the switch it is given is used, be it by ``stop()``.
    func whileInterruptible<Value>(_ work: (StopSwitch) throws -> Value) rethrows -> Value {
        let own = StopSwitch()
        let number = state.withLock { state -> Int in
            state.next += 1
            state.underWay[state.next] = own
            if state.isStopping { own.stop() }
            return state.next
        }
        defer { state.withLock { $0.underWay[number] = nil } }
        return try work(own)
    }
}
