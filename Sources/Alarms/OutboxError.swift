import GRDB

/// Why the queue cannot be opened, read or written.
public struct OutboxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons, each with its remedy.
    public enum Code: Hashable, Sendable {
        /// There is no queue where one was expected.
        case missing
        /// The file is something else than an SQLite database.
        case notADatabase
        /// The file is the database of another program.
        case otherProgram
        /// A newer version of this program has written it.
        case newerVersion
        /// Another process held it for too long.
        case locked
        /// This user may not write it, or its disk is read-only.
        case readOnly
        /// The disk is full, the reserve included. What was committed before is safe.
        case diskFull
        /// Its contents contradict themselves.
        case damaged
        /// No alarm has this id.
        case unknownAlarm
        /// The alarm is closed, or a part of another: nothing is said of it any more.
        case settled
        /// What was asked for under this key before was something else.
        case keyReused
        /// No valid token has this name.
        case unknownToken
        /// A valid token of this name is there already.
        case tokenExists
        /// Anything else.
        case failed
    }

    /// Which of the reasons.
    public let code: Code
    /// The database file.
    public let path: String
    /// The words of SQLite or of the system, or the id asked for.
    public let detail: String

    /// The reason `code` at `path`.
    public init(_ code: Code, path: String, detail: String = "") {
        self.code = code
        self.path = path
        self.detail = detail
    }

    /// One line for people: what is wrong, where, and what to do.
    public var description: String {
        switch code {
        case .missing:
            "there is no alarm queue at \(path): start `tocsin run` once, or name the folder that holds \(OutboxSettings.fileName)"
        case .notADatabase: "\(path) is not a database: name another file, or move this one away"
        case .otherProgram: "\(path) is the database of another program: name another file"
        case .newerVersion:
            "\(path) was written by a newer version of tocsin: install that version, or name another file"
        case .locked: "\(path) is held by another process: stop what is writing to it, then try again"
        case .readOnly:
            "\(path) cannot be written: check its owner, its folder's owner and that the disk is not read-only"
        case .diskFull: "the disk of \(path) is full: free space on it; alarms committed before are safe"
        case .damaged: "\(path) is damaged: restart, which moves it aside and begins a new one (\(detail))"
        case .unknownAlarm: "\(path) holds no alarm \(detail): see `tocsin alarms list`"
        case .settled: "\(detail): nothing more can be said of it"
        case .keyReused:
            "this key came with something else before than with this about \(detail): make a new one for each request"
        case .unknownToken: "no valid token is called \(detail): see `tocsin tokens list`"
        case .tokenExists: "there is a token called \(detail) already: revoke it first, or give another name"
        case .failed: "\(path) cannot be used: \(detail)"
        }
    }

    init(_ error: any Error, path: String) {
        switch error {
        case let error as OutboxError: self = error
        case let error as SystemError where error.isDiskFull: self.init(.diskFull, path: path, detail: "\(error)")
        case let error as SystemError: self.init(.failed, path: path, detail: "\(error)")
        case let error as DatabaseError:
            self.init(
                Self.code(of: error.resultCode), path: path, detail: error.message ?? "SQLite \(error.resultCode)")
        default: self.init(.failed, path: path, detail: "\(error)")
        }
    }

    private static func code(of result: ResultCode) -> Code {
        switch result {
        case .SQLITE_NOTADB: .notADatabase
        case .SQLITE_CORRUPT: .damaged
        case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
        case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
        case .SQLITE_FULL: .diskFull
        default: .failed
        }
    }
}
