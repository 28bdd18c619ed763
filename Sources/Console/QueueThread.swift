import Alarms

/// Does everything of the console's that waits for the queue's disk, one after the other, on a thread of its own.
actor QueueThread {
    private let outbox: Outbox
    private var memory = PageMemory()
    private let executor = DiskExecutor(label: "console-queue")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ outbox: Outbox) { self.outbox = outbox }

    /// What `work` returns.
    func run<Value: Sendable>(_ work: @Sendable (Outbox) throws -> Value) throws -> Value { try work(outbox) }

    /// The page that `query` asks for, with everything that was queued before the bell had rung `ring` times.
    func page(_ query: EventQuery, since ring: Int) throws -> EventPage {
        if let known = memory.page(query, since: ring) { return known }
        let page = try outbox.page(query)
        memory.keep(page, of: query, since: ring)
        return page
    }
}
