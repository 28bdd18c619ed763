import Alarms
import Audit
import Console
import VideoCore

/// Enters into the audit log who is shown evidence over HTTP and who logs in, and reads it, on a thread of its own: the log waits for the disk.
actor AuditClerk {
    private let book: AuditBook
    private let executor = DiskExecutor(label: "audit")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ book: AuditBook) { self.book = book }

    /// Returns when the entry is on the disk; throws ``AuditError``.
    func enter(_ note: AuditNote) throws {
        let name =
            switch note.proof {
            case .token(let id): "\(note.by) (token \(id))"
            case .account: "\(note.by) (account)"
            case .none: note.by
            }
        let entry = AuditEntry(
            AuditEntry.Action(note.action), of: note.object, reason: note.reason, name: name, unit: note.address,
            time: note.at.wallTime)
        _ = try book.open().append(entry)
    }

    /// At most `limit` entries before the one with the number `before`, newest first.
    func entries(before: Int64?, limit: Int) throws -> [AuditLine] {
        try book.open().entries(limit: limit, before: before).map { number, entry in
            AuditLine(
                number: number, at: Timestamp(entry.time), action: entry.action.rawValue, object: entry.content,
                reason: entry.reason, by: entry.name, address: entry.unit)
        }
    }
}

extension AuditEntry.Action {
    fileprivate init(_ action: AuditNote.Action) {
        self =
            switch action {
            case .readEvidence: .view
            case .logIn: .logIn
            case .refusedLogIn: .refusedLogIn
            case .lockOut: .lockOut
            case .addUser: .addUser
            case .changeUser: .changeUser
            case .removeUser: .removeUser
            case .logOut: .logOut
            case .export: .export
            }
    }
}
