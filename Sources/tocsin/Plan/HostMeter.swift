import Dispatch
import Glibc
import Telemetry

/// What this process and the others use from a moment on.
struct HostMeter {
    private let began = ContinuousClock.now
    private let process = ProcessFigures.now()
    private let busy = Self.busySeconds
    private var mostBytes = 0

    private static var busySeconds: Double {
        PlanHost.text("/proc/stat").flatMap {
            PlanHost.busySeconds($0, ticks: Double(sysconf(Int32(_SC_CLK_TCK))))
        } ?? 0
    }

    private var seconds: Double { max((ContinuousClock.now - began) / .seconds(1), 0.001) }

    private var ownSeconds: Double {
        guard let process, let now = ProcessFigures.now() else { return 0 }
        return now.cpuSeconds - process.cpuSeconds
    }

    /// Cores that this process takes, on average.
    var ownCores: Double { ownSeconds / seconds }

    /// Cores that all others take.
    var othersCores: Double { max(0, (Self.busySeconds - busy - ownSeconds) / seconds) }

    /// Waits for `group`, at most `seconds`, and looks at the memory meanwhile: it is given back at the end. False when
    /// the time has passed.
    mutating func wait(for group: DispatchGroup, seconds: Double) -> Bool {
        let until = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < until {
            if group.wait(timeout: .now() + 0.25) == .success { return true }
            mostBytes = max(mostBytes, ProcessFigures.now()?.residentBytes ?? 0)
        }
        return false
    }

    /// Cores that threads took which belong to no camera, where the cameras' took `threadSeconds`.
    func sharedCores(threadSeconds: Double) -> Double { max(0, ownSeconds - threadSeconds) / seconds }

    /// Bytes of memory that came to those at the beginning, at most.
    var memoryBytes: Double { Double(max(0, mostBytes - (process?.residentBytes ?? 0))) }
}
