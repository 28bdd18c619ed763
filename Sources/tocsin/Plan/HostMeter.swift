import Glibc
import Telemetry

/// What this process and the others use from a moment on.
struct HostMeter {
    /// What has been used up to a moment.
    private struct Reading {
        let time = ContinuousClock.now
        let own = ProcessFigures.now()
        let busySeconds =
            PlanHost.text("/proc/stat").flatMap {
                PlanHost.busySeconds($0, ticks: Double(sysconf(Int32(_SC_CLK_TCK))))
            } ?? 0
    }

    /// Cores in use over a while.
    struct Load {
        var own: Double
        /// Of others, as far as this process misses them.
        var others: Double
    }

    /// Cores that this process may use, of those that the host has.
    private let cores: Double
    private let hostCores = PlanHost.text("/proc/stat").flatMap(PlanHost.processors)
    private let began = Reading()
    private var lapped = Reading()
    private var mostBytes = 0

    init(cores: Double) { self.cores = cores }

    /// Processor seconds of this process.
    var ownSeconds: Double { Self.ownSeconds(began, Reading()) }

    /// Cores in use on average from the beginning.
    var load: Load { load(from: began, to: Reading()) }

    /// Cores in use on average since this was last asked.
    mutating func lap() -> Load {
        let now = Reading()
        defer { lapped = now }
        return load(from: lapped, to: now)
    }

    /// Bytes of memory that came to those at the beginning, at most.
    var memoryBytes: Double { Double(max(0, mostBytes - (began.own?.residentBytes ?? 0))) }

    /// Waits until `isDone`, at most until `end`, and looks at the memory meanwhile: it is given back at the end. False
    /// when the time has passed.
    @discardableResult
    mutating func wait(until end: ContinuousClock.Instant, for isDone: () -> Bool) -> Bool {
        while true {
            mostBytes = max(mostBytes, ProcessFigures.now()?.residentBytes ?? 0)
            if isDone() { return true }
            guard ContinuousClock.now < end else { return false }
            usleep(100_000)
        }
    }

    private func load(from: Reading, to: Reading) -> Load {
        let seconds = max((to.time - from.time) / .seconds(1), 0.001)
        let own = Self.ownSeconds(from, to)
        let others = max(0, to.busySeconds - from.busySeconds - own) / seconds
        return Load(
            own: own / seconds, others: PlanHost.missed(of: others, hostCores: hostCores ?? cores, allowed: cores))
    }

    private static func ownSeconds(_ from: Reading, _ to: Reading) -> Double {
        guard let before = from.own, let now = to.own else { return 0 }
        return now.cpuSeconds - before.cpuSeconds
    }
}
