import Alarms
import Foundation
import Ledger
import Logging
import Pipeline
import SiteConfig
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
        _ settings: SiteSettings, _ cameras: LiveCameras, _ verdicts: VerdictBoard, desk: AlarmDesk, metrics: Metrics,
        logger: Logger
    ) throws(StartTrouble) -> BookService? {
        guard settings.books.enabled else { return nil }
        do {
            return try BookService(
                cameras.live, reports: { [supervisor = cameras.supervisor] in supervisor.reports }, verdicts: verdicts,
                desk: desk, metrics: metrics, logger: logger)
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
}
