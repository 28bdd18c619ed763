import DequeModule
import Foundation
import Glibc
import Synchronization

/// Threads that yield to all others, for pictures that somebody wants to look at. They live as long as the process.
final class QuietThreads: Sendable {
    private let jobs = Mutex<Deque<@Sendable () -> Void>>([])
    private let available = DispatchSemaphore(value: 0)

    /// `count` threads.
    init(_ count: Int) {
        for number in 0..<count { Self.start("picture-\(number)") { self.work() } }
    }

    /// What `work` returns, once one of the threads has come to it.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { done in
            jobs.withLock { $0.append { done.resume(returning: work()) } }
            available.signal()
        }
    }

    /// Starts a thread called `name` that yields to all others.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            // On Linux of this thread alone: what is analysed comes first.
            _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10)
            body()
        }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    private func work() {
        while true {
            available.wait()
            jobs.withLock { $0.popFirst() }?()
        }
    }
}
