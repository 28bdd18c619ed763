import Foundation
import Glibc

/// What Linux knows of a process, read from `/proc` (proc(5)).
package struct ProcessFigures: Hashable, Sendable {
    /// Seconds of processor time, user and system.
    package var cpuSeconds: Double
    /// Bytes in RAM.
    package var residentBytes: Int
    /// Threads.
    package var threads: Int
    /// Seconds since 1970.
    package var startTime: Double

    /// What `/proc/PID/stat` and `/proc/stat` say; nil where they say something else.
    ///
    /// - Parameters:
    ///   - ticks: Clock ticks a second, in which the kernel counts.
    ///   - pageBytes: Size of a page of memory.
    init?(stat: String, system: String, ticks: Double, pageBytes: Int) {
        // The name of the program stands in brackets and may hold anything, brackets and blanks too.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(whereSeparator: \.isWhitespace)
        let boot = system.split(separator: "\n").first { $0.hasPrefix("btime ") }?.split(separator: " ").last
        // Numbered from 3 in proc(5): utime 14, stime 15, num_threads 20, starttime 22, rss 24.
        guard fields.count > 21, let user = Double(fields[11]), let kernel = Double(fields[12]),
            let threads = Int(fields[17]), let started = Double(fields[19]), let pages = Int(fields[21]),
            let boot, let bootTime = Double(boot)
        else { return nil }
        cpuSeconds = (user + kernel) / ticks
        residentBytes = pages * pageBytes
        self.threads = threads
        startTime = bootTime + started / ticks
    }

    /// Of this process, now; nil where `/proc` is not there.
    package static func now() -> ProcessFigures? {
        guard let stat = text(of: "/proc/self/stat"), let system = text(of: "/proc/stat") else { return nil }
        return ProcessFigures(
            stat: stat, system: system, ticks: Double(sysconf(Int32(_SC_CLK_TCK))),
            pageBytes: sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Descriptors in use by this process, without the one that counts them.
    static func openFiles() -> Int? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { max(0, $0.count - 1) }
    }

    /// Descriptors that the system allows this process.
    static func fileLimit() -> Double? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Double(limit.rlim_cur)
    }

    /// Files of `/proc` say that they are empty, so they are read to their end.
    private static func text(of path: String) -> String? {
        guard let data = try? FileHandle(forReadingAtPath: path)?.readToEnd() else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
