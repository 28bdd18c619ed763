import Alarms
import Foundation
import Glibc
import Telemetry

/// What Linux says of this host.
enum PlanHost {
    /// Processor cores that this process may use: those it may run on, or fewer where its control group has a quota.
    static var cores: Double {
        let allowed = Double(ProcessInfo.processInfo.activeProcessorCount)
        return ControlGroup.own.cores.map { min($0, allowed) } ?? allowed
    }

    /// Bytes of memory that are free or can be freed.
    static var memoryBytes: Double {
        let free = text("/proc/meminfo").flatMap { value(of: "MemAvailable:", in: $0) }.map { $0 * 1024 } ?? 0
        return ControlGroup.own.memoryBytes.map { min($0, free) } ?? free
    }

    /// The number after the word `key` at the beginning of a line, as in `/proc/meminfo` (in KiB there).
    static func value(of key: String, in text: String) -> Double? {
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.count > 1, words[0] == key { return Double(words[1]) }
        }
        return nil
    }

    /// Of `busy` cores that others use of the host's, those that this process misses where it may use `allowed`: others
    /// are at home on the rest first.
    static func missed(of busy: Double, hostCores: Double, allowed: Double) -> Double {
        min(max(0, busy - max(0, hostCores - allowed)), allowed)
    }

    /// Processors that `/proc/stat` counts.
    static func processors(_ text: String) -> Double? {
        let count = text.split(separator: "\n").count { $0.hasPrefix("cpu") && !$0.hasPrefix("cpu ") }
        return count > 0 ? Double(count) : nil
    }

    /// Seconds that all processors were busy, of `/proc/stat` in its `ticks` a second.
    static func busySeconds(_ text: String, ticks: Double) -> Double? {
        guard let line = text.split(separator: "\n").first, line.hasPrefix("cpu ") else { return nil }
        let fields = line.split(whereSeparator: \.isWhitespace).dropFirst().compactMap { Double($0) }
        // user nice system idle iowait irq softirq steal; guests are counted in user and nice (proc(5)).
        guard fields.count >= 8 else { return nil }
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) / ticks
    }

    /// Bytes a second that the disk of `folder` takes, from a file without a name that is gone when it is closed; nil where
    /// the disk has no such files.
    static func writeSpeed(of folder: String) -> Double? {
        // O_TMPFILE, whose macro Swift does not import: __O_TMPFILE | O_DIRECTORY.
        let descriptor = unsafe open(folder, O_WRONLY | O_DIRECTORY | 0o20000000 | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let piece = [UInt8](repeating: 0xA5, count: 1 << 20)
        let began = ContinuousClock.now
        for _ in 0..<Self.trialMebibytes where unsafe write(descriptor, piece, piece.count) != piece.count {
            return nil
        }
        guard fdatasync(descriptor) == 0 else { return nil }
        return Double(trialMebibytes << 20) / max((ContinuousClock.now - began) / .seconds(1), 1e-6)
    }

    /// Written to learn how fast a disk is.
    private static let trialMebibytes = 32

    /// The folder `path`, or the nearest above it that exists.
    static func existingFolder(_ path: String) -> String {
        var path = path
        while path != "/", path != ".", !FileManager.default.fileExists(atPath: path) { path = folder(of: path) }
        return path
    }

    /// The number that a file holds; nil where it is a word, such as `max`.
    static func number(_ text: String) -> Double? {
        Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Files of `/proc` and `/sys` say that they are empty or 4096 bytes long, so they are read to their end.
    static func text(_ path: String) -> String? {
        guard let data = try? FileHandle(forReadingAtPath: path)?.readToEnd() else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
