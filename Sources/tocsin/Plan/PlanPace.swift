/// How many cameras are started at a time, so that trying them never takes the last of a host's memory or processor:
/// arithmetic alone.
struct PlanPace {
    /// Processor cores that may be used.
    let cores: Double
    /// Bytes of memory that were free before the first camera.
    let memoryBytes: Double

    /// Cameras started first, whatever the host is like.
    static let first = 4

    /// What the cameras started so far are up to.
    struct Cameras: Hashable {
        var started = 0
        /// Those that give pictures.
        var running = 0
        /// Those that have given none yet and may.
        var pending = 0
    }

    /// What is in use.
    struct Use: Hashable {
        /// Cores, of this process.
        var cores: Double
        /// Cores, of others, as far as this process misses them.
        var othersCores: Double
        /// Bytes that the cameras took.
        var memoryBytes: Double
        /// Bytes still free.
        var freeBytes: Double
    }

    /// What there was too little of to start more.
    enum Shortage: String, Codable { case memory, processor, time }

    /// Bytes that are left alone.
    var reserve: Double { max(0.2 * memoryBytes, 512 * 1024 * 1024) }

    /// How many to start next: none where what is free would not do for another, or must first be seen.
    func next(_ cameras: Cameras, _ use: Use) -> Int {
        guard cameras.started > 0 else { return Self.first }
        guard cameras.running > 0 else { return cameras.pending < Self.first ? Self.first : 0 }
        let room = min(memoryRoom(cameras, use), coreRoom(cameras, use)) - Double(cameras.pending)
        return Int(max(0, min(room, Double(cameras.started))))
    }

    /// Why `next` said none.
    func shortage(_ cameras: Cameras, _ use: Use) -> Shortage {
        if memoryRoom(cameras, use) < 1 { return .memory }
        return coreRoom(cameras, use) < 1 ? .processor : .time
    }

    /// Further cameras for which there is memory.
    private func memoryRoom(_ cameras: Cameras, _ use: Use) -> Double {
        // A camera always takes something: without a figure yet only the reserve decides.
        max(0, use.freeBytes - reserve) / max(use.memoryBytes / Double(max(cameras.running, 1)), 1)
    }

    private func coreRoom(_ cameras: Cameras, _ use: Use) -> Double {
        max(0, Plan.share * cores - use.othersCores - use.cores)
            / max(use.cores / Double(max(cameras.running, 1)), 1e-6)
    }
}
