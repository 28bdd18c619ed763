import Alarms
import Detectors
import Foundation
import Glibc
import Logging
import Synchronization
import VideoCore

/// The reference view of one camera, in a file of the data directory; written on a thread of its own.
final class ViewStore: Sendable {
    private static let disk = DiskExecutor(label: "views")

    private let path: String
    private let logger: Logger
    private let kept: Mutex<ViewReference?>

    /// Reads what an earlier run has kept of `camera`; a file that is damaged counts as none.
    init(dataDirectory: String, camera: CameraID, logger: Logger) {
        path = "\(dataDirectory)/views/\(camera.name).view"
        self.logger = logger
        let bytes = FileManager.default.contents(atPath: path)
        kept = Mutex(bytes.flatMap { ViewReference(bytes: Array($0)) })
    }

    /// Whether there is a reference of the geometry in `settings`.
    func knows(_ settings: ThrownObjectSettings) -> Bool {
        kept.withLock { $0?.fingerprint } == settings.geometryFingerprint
    }

    /// Keeps and gives references; saving returns at once.
    var memory: ViewMemory {
        ViewMemory(
            load: { self.kept.withLock { $0 } },
            save: { reference in
                self.kept.withLock { $0 = reference }
                Self.disk.async { self.write(reference) }
            })
    }

    /// Forgets the reference, and deletes its file; returns at once.
    func forget() {
        kept.withLock { $0 = nil }
        Self.disk.async { [self] in
            do { _ = try DurableFile.remove(path) } catch {
                logger.error("the reference view is forgotten, but its file cannot be deleted: \(error)")
            }
        }
    }

    /// Gives references and keeps none: for commands beside the service.
    var readOnly: ViewMemory { ViewMemory(load: { self.kept.withLock { $0 } }, save: { _ in }) }

    /// Returns when everything saved before is in its file.
    static func drain() async {
        await withCheckedContinuation { done in disk.async { done.resume() } }
    }

    private func write(_ reference: ViewReference) {
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            do {
                let file = try DurableFile(path + ".new", flags: O_WRONLY | O_CREAT | O_TRUNC)
                try file.write(reference.bytes)
                try file.sync()
            }
            try DurableFile.rename(path + ".new", to: path)
        } catch {
            logger.warning("the reference view is not kept, it will be learnt anew at the next start: \(error)")
        }
    }
}
