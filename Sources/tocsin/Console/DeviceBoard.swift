import Polling
import Synchronization

/// How polled devices are doing, as the books have it.
final class DeviceBoard: Sendable {
    private let changes = Mutex<[String: DeviceWatch.Change]>([:])

    /// `device` has changed.
    func note(_ change: DeviceWatch.Change, of device: String) { changes.withLock { $0[device] = change } }

    /// How `device` is doing; nil where nothing is known.
    func last(_ device: String) -> DeviceWatch.Change? { changes.withLock { $0[device] } }
}
