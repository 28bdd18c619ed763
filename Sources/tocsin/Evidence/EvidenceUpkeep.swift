import Alarms
import Audit
import Logging
import ServiceLifecycle
import SiteConfig
import Synchronization
import Telemetry
import VideoCore
import VideoStreams

/// Deletes evidence when its time is over or the disk is full, and keeps the log of it, on a thread of its own.
actor EvidenceUpkeep: Service {
    private let executor = DiskExecutor(label: "evidence-upkeep", isUrgent: false)
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let keeper: EvidenceKeeper
    private let book: AuditBook
    private let keepDays: Int
    private let clock: ClockDoubt
    private let logger: Logger
    private var told = Told()

    private static let step = Duration.seconds(10)
    /// Steps between two looks for what is past its time: an hour.
    private static let expireEvery = 360

    init(
        _ settings: SiteSettings, store: EvidenceStore, clock: ClockDoubt, metrics: Metrics, logger: Logger
    ) {
        self.clock = clock
        let book = AuditBook(dataDirectory: settings.dataDirectory)
        self.book = book
        self.logger = logger
        keepDays = settings.audit.keepDays
        keeper = EvidenceKeeper(store, metrics: metrics) { deletion in
            let entry = AuditEntry(
                .delete, of: deletion.uri, sha256: deletion.sha256, reason: deletion.reason.words, name: "tocsin",
                time: .now)
            try book.open().append(entry)
        }
    }

    func run() async throws {
        try? await cancelWhenGracefulShutdown { try await self.keepOn() }
    }

    private func keepOn() async throws {
        for step in 0... {
            if step % Self.expireEvery == 0 { await expire() }
            tell(await keeper.makeRoom(now: .now))
            try await Task.sleep(for: Self.step)
        }
    }

    private func expire() async {
        let expiry = await keeper.expire(now: .now)
        tell(expiry)
        if expiry.clockIsDoubted, !told.clock {
            logger.warning(
                """
                the clock has jumped, or is far from the newest evidence: nothing is deleted by age for a day; \
                put the clock right if it is wrong
                """)
        }
        told.clock = expiry.clockIsDoubted
        if expiry.bytesOver > 0 {
            logger.warning(
                """
                evidence takes \(expiry.bytesOver >> 20) MiB more than evidence.maximumBytes, and the rest is held or \
                younger than 30 days: allow more, or keep fewer clips
                """)
        }
        clock.isDoubted.store(expiry.clockIsDoubted, ordering: .relaxed)
        guard !expiry.clockIsDoubted else { return }
        do {
            try book.open().prune(before: .now.advanced(by: -86_400 * Double(keepDays)), now: .now)
        } catch {
            logger.error("\(error)")
        }
    }

    private func tell(_ expiry: EvidenceExpiry) {
        for (reason, count) in expiry.deleted.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            logger.log(
                level: reason == .age ? .info : .warning, "evidence deleted: \(reason.words)",
                metadata: ["files": "\(count)"])
        }
        if expiry.young > 0 {
            logger.error(
                """
                the disk is full: \(expiry.young) files of evidence were deleted that the law asks to keep for 30 days; \
                free some disk or give evidence a larger one
                """)
        }
        if expiry.trouble != told.trouble, let trouble = expiry.trouble {
            logger.error("evidence cannot be deleted: \(trouble)", metadata: ["files": "\(expiry.failed)"])
        }
        told.trouble = expiry.trouble
    }

    /// What was said already.
    private struct Told {
        var clock = false
        var trouble: String?
    }
}

/// The audit log, opened when it is first needed: a disk that refuses it now may take it later.
final class AuditBook: Sendable {
    private let folder: String
    private let log = Mutex<AuditLog?>(nil)

    init(dataDirectory: String) { folder = dataDirectory }

    func open() throws(AuditError) -> AuditLog {
        if let log = log.withLock({ $0 }) { return log }
        let opened = try AuditLog(dataFolder: folder)
        log.withLock { $0 = opened }
        return opened
    }
}
