import Alarms

/// Does everything of the console's that waits for the queue's disk, one after the other, on a thread of its own.
actor QueueThread {
    private let outbox: Outbox
    private let executor = DiskExecutor(label: "console-queue")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ outbox: Outbox) { self.outbox = outbox }

    /// What `work` returns.
    func run<Value: Sendable>(_ work: @Sendable (Outbox) throws -> Value) throws -> Value { try work(outbox) }
}
