import Console
import Synchronization

/// 出图率 by device, as it was last reckoned.
final class OutputRates: Sendable {
    private struct State {
        var rates: [String: CameraStatus.OutputRate] = [:]
        var isUnderWay = false
    }

    private let state = Mutex(State())

    /// Whether they are to be reckoned now: not while they are already.
    func begin() -> Bool {
        state.withLock { state in
            defer { state.isUnderWay = true }
            return !state.isUnderWay
        }
    }

    /// They have been reckoned; nil: they could not be, and stay as they were.
    func end(_ found: [String: CameraStatus.OutputRate]?) {
        state.withLock { state in
            state.isUnderWay = false
            if let found { state.rates = found }
        }
    }

    /// That of `device`.
    func rate(of device: String) -> CameraStatus.OutputRate { state.withLock { $0.rates[device] } ?? .init() }
}
