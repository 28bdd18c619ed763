import Alarms
import Foundation
import Glibc
import VideoCore
import VideoStreams

/// What one analysis did, as a JSON object: counts of frames, times, events by kind.
struct AnalysisSummary: Encodable {
    /// Compressed pictures read.
    private(set) var received = 0
    /// Pictures decoded.
    private(set) var decoded = 0
    /// Pictures deliberately not decoded, by reason.
    private(set) var skipped: [String: Int] = [:]
    /// Pictures lost, by reason.
    private(set) var dropped: [String: Int] = [:]
    /// Pictures unaccounted for: absent, or else a defect, since received = decoded + skipped + dropped.
    private(set) var pending: Int?
    /// Reads of the input that failed and were passed over.
    var damagedReads = 0
    /// Parts of the input (stills of a folder, or the input itself) that broke off or could not be read.
    private(set) var unreadable = 0
    /// Seconds from start to end.
    private(set) var wallSeconds = 0.0
    /// Seconds of processor time of the whole process.
    private(set) var cpuSeconds = 0.0
    /// Events by kind and phase, as `thrown-object` → `open` → 1.
    private(set) var events: [String: [String: Int]] = [:]

    /// Counts one event.
    mutating func count(_ event: AlarmEvent) {
        events[event.data.kind.rawValue, default: [:]][event.data.phase.rawValue, default: 0] += 1
    }

    /// Takes over the final counts and times.
    mutating func finish(counts: FrameCounts, unreadable: Int, since began: ProcessTimes) {
        self.unreadable = unreadable
        pending = counts.pending == 0 ? nil : counts.pending
        received = counts.received
        decoded = counts.decoded
        skipped = Dictionary(uniqueKeysWithValues: counts.skipped.map { ($0.key.rawValue, $0.value) })
        dropped = Dictionary(uniqueKeysWithValues: counts.dropped.map { ($0.key.rawValue, $0.value) })
        let now = ProcessTimes()
        wallSeconds = (now.wall - began.wall) / .seconds(1)
        // Of the whole process, start-up included: what a user of `time` would see.
        cpuSeconds = now.cpu
    }

    /// Writes the object to `path`. Throws ``OutputFailure``.
    func write(to path: String) throws(OutputFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        do {
            try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
        } catch {
            throw OutputFailure(path: path)
        }
    }
}

/// The clocks of this process at one moment.
struct ProcessTimes {
    /// The monotonic clock.
    let wall = ContinuousClock.now
    /// Seconds of processor time used so far.
    let cpu: Double

    init() {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        cpu = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
