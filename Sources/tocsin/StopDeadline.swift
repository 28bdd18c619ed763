import Foundation
import Glibc
import Synchronization

/// Ends the process 5 s after SIGTERM or SIGINT, whatever its other threads wait for: a disk that hangs, say.
///
/// Its two threads do nothing else and hold no lock that others hold. Signals reach them through a queue of their own.
final class StopDeadline: Sendable {
    /// Seconds from the signal to the end.
    static let seconds = 5.0
    /// Seconds from the signal to the last words of a process that has not stopped by itself.
    private static let lastWordsAfter = 4.2

    private let isClaimed = Atomic<Bool>(false)
    private let signals: AsyncStream<Void>

    /// From now on a signal starts the time. `lastWords` are said by the deadline unless ``claimLastWords()`` was first.
    init(lastWords: @escaping @Sendable () -> Void) {
        let (signals, told) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.signals = signals
        let end = DispatchSemaphore(value: 0)
        let last = DispatchSemaphore(value: 0)
        Self.start("stop-deadline") {
            end.wait()
            Thread.sleep(forTimeInterval: Self.seconds)
            _exit(1)
        }
        Self.start("last-words") {
            last.wait()
            Thread.sleep(forTimeInterval: Self.lastWordsAfter)
            if self.claimLastWords() { lastWords() }
        }
        for signal in [SIGTERM, SIGINT] {
            Self.observe(signal) {
                end.signal()
                last.signal()
                told.yield()
            }
        }
    }

    /// Returns once there was a signal, also one from before the call, or when the task is cancelled. To be awaited once.
    func signalled() async { _ = await signals.first { _ in true } }

    /// Whether the caller is the first who asks, and so the one to say the last words.
    func claimLastWords() -> Bool { !isClaimed.exchange(true, ordering: .acquiringAndReleasing) }

    private static func start(_ name: String, _ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        thread.name = name
        thread.start()
    }

    private static func observe(_ signal: Int32, _ handler: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "stop-deadline", qos: .userInteractive)
        let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
        // It observes as long as it is held: by its own handler, as long as the process lives.
        nonisolated(unsafe) let held = source
        source.setEventHandler {
            handler()
            withExtendedLifetime(unsafe held) {}
        }
        source.resume()
    }
}
