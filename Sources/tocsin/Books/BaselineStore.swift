import Alarms
import Detectors
import Foundation
import Logging
import Synchronization

/// What the pictures of polled devices usually look like: learnt from each poll with a good picture, kept in
/// `baselines/DEVICE.json` in the data directory.
final class BaselineStore: Sendable {
    private struct Entry {
        var baseline: QualityBaseline
        /// Lessons that are not in the file yet.
        var unsaved = 0
    }

    /// Lessons after which the file is written: a quarter of a day's.
    private static let saveEvery = 12

    private static let disk = DispatchQueue(label: "baselines", qos: .utility)
    private let folder: String
    private let logger: Logger
    private let entries = Mutex<[String: Entry]>([:])

    /// A store below `dataDirectory`.
    init(dataDirectory: String, logger: Logger) {
        folder = dataDirectory + "/baselines"
        self.logger = logger
    }

    /// What is usual at `device`; an empty baseline where nothing is known.
    func baseline(of device: String) -> QualityBaseline {
        if let known = entries.withLock({ $0[device] }) { return known.baseline }
        let read = FileManager.default.contents(atPath: path(device)).flatMap { data -> QualityBaseline? in
            if let baseline = try? JSONDecoder().decode(QualityBaseline.self, from: data) { return baseline }
            logger.warning(
                "what was learnt of a camera's picture is damaged and begun anew", metadata: ["file": "\(path(device))"]
            )
            return nil
        }
        let entry = Entry(baseline: read ?? QualityBaseline())
        entries.withLock { $0[device] = entry }
        return entry.baseline
    }

    /// Learns from a visit to `device` in the hour of day `hour`.
    func learn(_ examination: PictureExamination, of device: String, hour: Int) {
        _ = baseline(of: device)
        let due = entries.withLock { entries -> QualityBaseline? in
            guard var entry = entries[device] else { return nil }
            entry.baseline.learn(examination, hour: hour)
            entry.unsaved = (entry.unsaved + 1) % Self.saveEvery
            entries[device] = entry
            return entry.unsaved == 0 ? entry.baseline : nil
        }
        if let due { Self.disk.async { self.write(due, device) } }
    }

    /// Forgets what is usual at `device`, and deletes its file; returns at once.
    func forget(_ device: String) {
        entries.withLock { $0[device] = Entry(baseline: QualityBaseline()) }
        Self.disk.async { [self] in
            do { _ = try DurableFile.remove(path(device)) } catch {
                logger.error(
                    "what was learnt of a camera's picture is forgotten, but its file cannot be deleted: \(error)",
                    metadata: ["camera": "\(device)"])
            }
        }
    }

    /// Writes what is not in the files yet; returns when it is.
    func save() async {
        let unsaved = entries.withLock { $0.filter { $0.value.unsaved > 0 } }
        await withCheckedContinuation { done in
            Self.disk.async {
                for (device, entry) in unsaved { self.write(entry.baseline, device) }
                done.resume()
            }
        }
    }

    private func path(_ device: String) -> String { "\(folder)/\(device).json" }

    private func write(_ baseline: QualityBaseline, _ device: String) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try JSONEncoder().encode(baseline).write(to: URL(fileURLWithPath: path(device)), options: .atomic)
        } catch {
            logger.warning(
                "what was learnt of a camera's picture is not kept: \(error)", metadata: ["camera": "\(device)"])
        }
    }
}
