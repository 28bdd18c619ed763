import Alarms
import Audit
import Console
import VideoCore
import VideoStreams

/// Enters into the audit log who changes the site's file or tries something, on a thread of its own: the log waits for the disk.
actor SetupClerk {
    private let book: AuditBook
    private let executor = DiskExecutor(label: "setup-audit")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ book: AuditBook) { self.book = book }

    /// Returns when it is on the disk that `author` does `action` with `object`; throws ``AuditError``.
    func enter(_ action: AuditEntry.Action, _ object: String, _ what: String, _ author: SetupAuthor) throws {
        let entry = AuditEntry(
            action, of: object, reason: what, name: "\(author.name) (account)", unit: author.address,
            time: WallTime.now)
        _ = try book.open().append(entry)
    }
}
