import DequeModule
import Foundation
import Synchronization

/// A fixed set of threads on which the tasks of all cameras take turns: decoding and detection run here and nowhere else.
public final class WorkerPool: TaskExecutor {
    private let jobs = Mutex<Deque<UnownedJob>>([])
    private let available = DispatchSemaphore(value: 0)

    /// A pool of `workers` threads, at least one. They live as long as the process.
    public init(workers: Int) {
        for number in 0..<max(1, workers) {
            let thread = Thread { self.work() }
            thread.name = "worker-\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// Takes a piece of work in, first come, first served.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        available.signal()
    }

    private func work() {
        while true {
            available.wait()
            if let job = jobs.withLock({ $0.popFirst() }) {
                unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            }
        }
    }
}
