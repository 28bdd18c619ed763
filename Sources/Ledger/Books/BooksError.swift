import GRDB

/// Why the books cannot be opened, read or written.
public struct BooksError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons, each with its remedy.
    public enum Code: Hashable, Sendable {
        /// There are no books where some were expected.
        case missing
        /// The file is something else than an SQLite database.
        case notADatabase
        /// The file is the database of another program.
        case otherProgram
        /// A newer version of this program has written them.
        case newerVersion
        /// Another process held them for too long.
        case locked
        /// This user may not write them, or their disk is read-only.
        case readOnly
        /// The disk is full.
        case diskFull
        /// Their contents contradict themselves.
        case damaged
        /// Anything else.
        case failed
    }

    /// Which of the reasons.
    public let code: Code
    /// The database file.
    public let path: String
    /// The words of SQLite or of the system.
    public let detail: String

    init(_ code: Code, path: String, detail: String = "") {
        self.code = code
        self.path = path
        self.detail = detail
    }

    init(_ error: any Error, path: String) {
        switch error {
        case let error as BooksError: self = error
        case let error as DatabaseError:
            self.init(
                Self.code(of: error.resultCode), path: path, detail: error.message ?? "SQLite \(error.resultCode)")
        default: self.init(.failed, path: path, detail: "\(error)")
        }
    }

    /// One line for people: what is wrong, where, and what to do.
    public var description: String {
        switch code {
        case .missing: "there are no books at \(path): they begin when `tocsin run` watches the site"
        case .notADatabase: "\(path) is not a database: move it away"
        case .otherProgram: "\(path) is the database of another program: move it away"
        case .newerVersion: "\(path) was written by a newer version of tocsin: install that version"
        case .locked: "\(path) is held by another process: stop what is writing to it, then try again"
        case .readOnly:
            "\(path) cannot be written: check its owner, its folder's owner and that the disk is not read-only"
        case .diskFull: "the disk of \(path) is full: free space on it; until then nothing is entered in the books"
        case .damaged: "\(path) is damaged: move it away, and new books are begun (\(detail))"
        case .failed: "\(path) cannot be used: \(detail)"
        }
    }

    private static func code(of result: ResultCode) -> Code {
        switch result {
        case .SQLITE_NOTADB: .notADatabase
        case .SQLITE_CORRUPT: .damaged
        case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN: .readOnly
        case .SQLITE_FULL: .diskFull
        default: .failed
        }
    }
}
