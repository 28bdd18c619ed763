import Dispatch

/// Runs an actor on a thread of its own: one that waits for the disk must not hold up a thread that others share.
package final class DiskExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// An executor whose thread is named `label`.
    package init(label: String, isUrgent: Bool = true) {
        queue = DispatchQueue(label: label, qos: isUrgent ? .userInitiated : .utility)
    }

    /// Takes a piece of work of an actor in, first come, first served.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// This executor as actors hold it: unretained, so an actor keeps it in a property of its own.
    package func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }

    /// Traps unless called on this executor's thread; `assumeIsolated` asks it.
    package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }

    /// Runs `work` after everything enqueued before it.
    package func async(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
}
