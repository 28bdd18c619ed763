import Alarms
import Audit
import Console
import VideoCore

/// Enters into the audit log who is shown evidence over HTTP, on a thread of its own: the log waits for the disk.
actor AuditClerk {
    private let book: AuditBook
    private let executor = DiskExecutor(label: "audit")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ book: AuditBook) { self.book = book }

    /// Returns when the entry is on the disk; throws ``AuditError``.
    func enter(_ note: AuditNote) throws {
        let entry = AuditEntry(
            .view, of: "file:\(note.object)", reason: note.reason, name: "\(note.by) (token \(note.token))",
            unit: note.address, time: note.at.wallTime)
        _ = try book.open().append(entry)
    }
}
