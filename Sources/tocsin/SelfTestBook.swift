import Alarms
import Detectors
import Foundation
import Glibc
import Logging
import Synchronization
import VideoCore

/// The results of one camera's self-tests: JSON Lines in the data directory, one line a test, read again at the start.
final class SelfTestBook: Sendable {
    private static let disk = DiskExecutor(label: "selftests")

    private let path: String
    private let logger: Logger
    private let state: Mutex<(history: SelfTestHistory, last: SelfTestEntry?)>

    /// Opens the book of `camera`; lines that cannot be read are passed over.
    init(dataDirectory: String, camera: CameraID, logger: Logger) {
        path = "\(dataDirectory)/selftests/\(camera.name).jsonl"
        self.logger = logger
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let decoder = JSONDecoder()
        let entries = text.split(separator: "\n").compactMap {
            try? decoder.decode(SelfTestEntry.self, from: Data($0.utf8))
        }
        var history = SelfTestHistory()
        for entry in entries { history.recall(passed: entry.passed, at: entry.date.wallTime) }
        state = Mutex((history, entries.last))
    }

    /// What the tests so far came to.
    var history: SelfTestHistory { state.withLock { $0.history } }
    /// The last of them.
    var last: SelfTestEntry? { state.withLock { $0.last } }

    /// Adds a result; returns at once, the file is written on a thread of its own.
    func append(_ report: SelfTestReport) {
        let entry = SelfTestEntry(report)
        state.withLock { state in
            state.history.recall(passed: report.passed, at: report.wallTime)
            state.last = entry
        }
        Self.disk.async { self.write(entry) }
    }

    private func write(_ entry: SelfTestEntry) {
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let file = try DurableFile(path, flags: O_RDWR | O_CREAT | O_APPEND)
            // A line that a crash has torn is ended first: it costs itself, not this one.
            let size = try file.status().size
            let isTorn = size > 0 ? try file.read(from: size - 1, count: 1) != [UInt8(ascii: "\n")] : false
            let end = [UInt8(ascii: "\n")]
            try file.write((isTorn ? end : []) + Array(try encoder.encode(entry)) + end)
            try file.sync()
        } catch {
            logger.warning("the result of a self-test is not written down: \(error)")
        }
    }

    /// Returns when everything added before is in the file.
    func drain() async {
        await withCheckedContinuation { done in Self.disk.async { done.resume() } }
    }
}
