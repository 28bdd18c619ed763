import Alarms
import Foundation
import Inference
import Ledger
import Logging
import Pipeline
import SiteConfig
import VideoCore
import Telemetry

/// What a site needs before it can run.
extension SiteService {
    /// Makes the data directory and keeps other services away from it.
    static func lockDirectory(_ settings: SiteSettings) throws(StartTrouble) -> DataDirectoryLock {
        do {
            try FileManager.default.createDirectory(
                atPath: settings.dataDirectory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartTrouble(description: "the data directory \(settings.dataDirectory) cannot be used: \(error)")
        }
        return try DataDirectoryLock(settings.dataDirectory)
    }

    /// Opens the queue, and says so when it was found damaged.
    static func openOutbox(_ settings: SiteSettings, logger: Logger) throws(StartTrouble) -> Outbox {
        do {
            let outbox = try Outbox(settings.outboxSettings)
            if let copy = outbox.damagedCopy {
                logger.critical("the queue was damaged; a new one has been started, the old one is kept as \(copy)")
            }
            return outbox
        } catch {
            throw StartTrouble(description: "the data directory \(settings.dataDirectory) cannot be used: \(error)")
        }
    }

    /// The books, where they are kept.
    static func books(
        _ settings: SiteSettings, _ supervisor: Supervisor, _ verdicts: VerdictBoard, desk: AlarmDesk, metrics: Metrics,
        logger: Logger
    ) throws(StartTrouble) -> BookService? {
        guard settings.books.enabled else { return nil }
        do {
            return try BookService(
                settings, reports: { supervisor.reports }, verdicts: verdicts, desk: desk, metrics: metrics,
                logger: logger)
        } catch let error as BooksError {
            // Statistics are no reason not to watch for fires.
            logger.critical("no books are kept in this run: \(error)")
            return nil
        } catch let error as StartTrouble {
            throw error
        } catch {
            throw StartTrouble(description: "\(error)")
        }
    }

    /// The cameras, which tell `desk` what they find.
    static func supervisor(
        _ settings: SiteSettings, desk: AlarmDesk, verdicts: VerdictBoard, metrics: Metrics, logger: Logger
    ) throws(StartTrouble) -> Supervisor {
        let models = DetectorModels(streams: settings.workers)
        var contexts: [CameraID: CameraContext] = [:]
        var recipes: [CameraRecipe] = []
        for camera in settings.runnable {
            var context = settings.context(of: camera)
            // A network that cannot be used is said at the start, not when the first camera gives a picture.
            do { context.models = try models.references(camera.detectors?.names ?? DetectorName.usual) } catch {
                throw StartTrouble(description: "camera \(camera.id): \(error)")
            }
            contexts[camera.id] = context
            let watch = CameraWatch(
                camera, in: settings, models: models, metrics: metrics, logger: logger,
                onSelfTest: { [id = camera.id] in verdicts.note($0, of: id) }
            ) { [id = camera.id] in
                verdicts.note($0, $1, of: id)
            }
            recipes.append(try settings.recipe(of: camera, watch: watch))
        }
        if let engine = models.engine {
            logger.log(
                level: engine == .openVINO ? .info : .warning, "networks are evaluated by \(engine.described)")
        }
        let known = contexts
        return Supervisor(recipes: recipes, workers: settings.workers, logger: logger) { camera, event in
            guard let context = known[camera] else { return }
            switch event {
            case .found(let finding, let frame): desk.submit(finding, frame: frame, camera: context)
            case .detectorsGone: desk.submitClose(of: camera)
            }
        }
    }
}
