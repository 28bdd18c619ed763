import Dispatch

/// Runs an actor on a thread of its own: one that waits for the disk must not hold up a thread that others share.
package final class DiskExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// An executor whose thread is named `label`.
    package init(label: String) { queue = DispatchQueue(label: label, qos: .userInitiated) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }

    package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }

    /// Runs `work` after everything enqueued before it.
    package func async(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
}
