import Alarms
import Synchronization

/// Hands what the desk says to those who need the desk and are made after it.
final class CommitListener: Sendable {
    /// Whoever listens. A function in a structure of its own: one that lies in a generic type by itself is wrapped anew,
    /// twice, each time that it is looked at in place, and is called through all these wrappers.
    private struct Listener {
        let hears: @Sendable (AlarmEvent, Bool) -> Void
    }

    private let listener = Mutex<Listener?>(nil)

    /// `hears` is told of each event, and whether it is safe. It must not wait.
    func listen(_ hears: @escaping @Sendable (AlarmEvent, Bool) -> Void) {
        listener.withLock { $0 = Listener(hears: hears) }
    }

    /// Tells whoever listens.
    func heard(_ event: AlarmEvent, isSafe: Bool) { listener.withLock { $0 }?.hears(event, isSafe) }
}
