import Alarms
import Foundation
import Ledger
import Logging
import ServiceLifecycle
import SiteConfig
import Synchronization

/// Writes each day's report into a folder, on a thread of its own; days missed while the service stood still come later.
///
/// A report is written again where other exemptions touch its day than when it was made.
final class DailyReports: Service {
    /// What is written, and where.
    struct Settings: Sendable {
        let site: String
        /// What it is about, as it is at each moment.
        let registry: @Sendable () -> Registry
        let zone: TimeZone
        let booksPath: String
        let reports: SiteSettings.Reports
    }

    private let settings: Settings
    private let schedule: ReportSchedule
    private let logger: Logger
    private let executor = DiskExecutor(label: "tocsin.reports")
    private let trouble = Mutex<(words: String, at: Double)?>(nil)
    /// The last day up to which everything is written: nothing is looked at until the next one is due.
    private let settled = Mutex<CivilDate?>(nil)

    private static let step = Duration.seconds(20)
    /// Seconds after which what failed is tried again.
    private static let pause = 600.0

    init(_ settings: Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        schedule = ReportSchedule(minute: settings.reports.minute, zone: settings.zone)
    }

    /// The service for the site of `live`; nil where no reports are wanted.
    convenience init?(_ live: LiveSettings, logger: Logger) {
        let site = live.settings
        guard let reports = site.reports else { return nil }
        self.init(
            Settings(
                site: site.site, registry: { live.settings.ledgerRegistry }, zone: site.zone, booksPath: site.booksPath,
                reports: reports), logger: logger)
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                await withCheckedContinuation { done in
                    executor.async {
                        self.writeDue(now: Date().timeIntervalSince1970)
                        done.resume()
                    }
                }
                try await Task.sleep(for: Self.step)
            }
        }
    }

    /// Writes what is due at `now`, in seconds since 1970, and deletes what is past its time.
    func writeDue(now: Double) {
        if let last = trouble.withLock({ $0 }), now < last.at + Self.pause, now >= last.at { return }
        do {
            try write(now: now)
            trouble.withLock { $0 = nil }
        } catch {
            let words = "\(error)"
            let isNew = trouble.withLock { trouble in
                defer { trouble = (words, now) }
                return trouble?.words != words
            }
            if isNew { logger.error("the daily report is not written; it is tried again: \(words)") }
        }
    }

    private func write(now: Double) throws {
        let last = schedule.lastDay(now: now)
        // Before the first poll there is nothing to report on, which is no trouble.
        guard settled.withLock({ $0 != last }), FileManager.default.fileExists(atPath: settings.booksPath) else {
            return
        }
        let books = try Books(path: settings.booksPath, create: false)
        // What would be deleted at once is not written.
        let kept = schedule.firstKept(now: now, days: settings.reports.keepDays)
        let begin = try books.firstSecond().map { max(CivilDate(Double($0), in: settings.zone), kept) }
        var reported = ReportedExemptions(folder: settings.reports.folder, site: settings.site)
        let isWritten = { self.isWritten($0) && reported.matches(self.exemptions(on: $0), on: $0) }
        for day in schedule.due(now: now, begin: begin, isWritten: isWritten) {
            let exemptions = exemptions(on: day)
            let isStale = !reported.matches(exemptions, on: day)
            try write(day, books, evenIfThere: isStale, now: now)
            try reported.note(exemptions, on: day, forgetBefore: kept)
        }
        deleteReports(before: kept)
        settled.withLock { $0 = last }
    }

    private func exemptions(on day: CivilDate) -> [Exemption] {
        settings.registry().exemptions(touching: Period(from: day, through: day, zone: settings.zone).seconds)
    }

    private func write(_ day: CivilDate, _ books: Books, evenIfThere: Bool, now: Double) throws {
        let folder = settings.reports.folder
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        let report = try Report(
            site: settings.site, registry: settings.registry(), books: books,
            period: Period(from: day, through: day, zone: settings.zone), grouping: settings.reports.grouping,
            now: Int(now))
        for format in settings.reports.formats where evenIfThere || !isThere(day, format) {
            try ReportFile.write(report.rendered(as: format, settings.reports.language), to: path(day, format))
        }
        logger.info("report on \(day) written", metadata: ["folder": "\(folder)"])
    }

    private func isWritten(_ day: CivilDate) -> Bool { settings.reports.formats.allSatisfy { isThere(day, $0) } }

    private func isThere(_ day: CivilDate, _ format: ReportFormat) -> Bool {
        FileManager.default.fileExists(atPath: path(day, format))
    }

    private func path(_ day: CivilDate, _ format: ReportFormat) -> String {
        settings.reports.folder + "/" + ReportName(site: settings.site, date: day, format: format).description
    }

    private func deleteReports(before first: CivilDate) {
        let folder = settings.reports.folder
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard let report = ReportName(name, site: settings.site), report.date < first else { continue }
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
    }
}
