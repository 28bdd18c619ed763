import GRDB

/// Why accounts cannot be read or changed.
public struct AccountError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons, each with its remedy.
    public enum Code: Hashable, Sendable {
        /// There is no file of accounts where one was expected.
        case missing
        /// Nobody may be called that.
        case badName
        /// Somebody is called that already, or nearly so.
        case nameTaken
        /// Nobody is called that.
        case unknownName
        /// Nobody could set up the site any more.
        case lastEngineer
        /// There are accounts already.
        case notFirst
        /// The disk is full.
        case diskFull
        /// Anything else.
        case failed
    }

    /// Which of the reasons.
    public let code: Code
    /// The file.
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
        case let error as AccountError: self = error
        case let error as DatabaseError:
            let isFull = error.resultCode == .SQLITE_FULL
            self.init(isFull ? .diskFull : .failed, path: path, detail: error.message ?? "SQLite \(error.resultCode)")
        default: self.init(.failed, path: path, detail: "\(error)")
        }
    }

    /// One line for people: what is wrong, and what to do.
    public var description: String {
        switch code {
        case .missing: "there are no accounts at \(path): start `tocsin run` once, or name another data folder"
        case .badName:
            "an account cannot be called that: take 1 to \(AccountName.limit) characters, no blank at the ends"
        case .nameTaken: "there is an account of this name: take another one, or change that one"
        case .unknownName: "there is no account of this name: `tocsin users list` names them"
        case .lastEngineer:
            "no engineer who may log in would be left: make another one first"
        case .notFirst: "there are accounts already: an engineer makes further ones"
        case .diskFull: "the disk of \(path) is full: free space on it, then try again"
        case .failed: "the accounts in \(path) cannot be used: \(detail); check the disk and the rights of the file"
        }
    }
}
