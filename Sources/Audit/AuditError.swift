import GRDB
import Glibc

/// Why the audit log cannot be opened, read or written.
public struct AuditError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What the system or SQLite said.
    public let reason: String
    /// Whether the disk is full.
    public let isDiskFull: Bool

    init(path: String, reason: String, isDiskFull: Bool = false) {
        self.path = path
        self.reason = reason
        self.isDiskFull = isDiskFull
    }

    init(path: String, errno code: Int32) {
        self.init(path: path, reason: unsafe String(cString: strerror(code)), isDiskFull: code == ENOSPC)
    }

    init(_ error: any Error, path: String) {
        switch error {
        case let error as AuditError: self = error
        case let error as DatabaseError:
            self.init(
                path: path, reason: error.message ?? "SQLite \(error.resultCode)",
                isDiskFull: error.resultCode == .SQLITE_FULL)
        default: self.init(path: path, reason: "\(error)")
        }
    }

    /// One line for people.
    public var description: String {
        "the audit log \(path) cannot be used: \(reason); check the disk, the rights and whether the file is what it says"
    }
}
