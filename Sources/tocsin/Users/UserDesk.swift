import Accounts
import Alarms
import ArgumentParser
import Audit
import Foundation
import VideoCore

/// Accounts as they are changed beside the service.
struct UserDesk {
    let store: AccountStore
    let log: AuditLog

    /// The hash of a password that is asked for. Throws ``StartTrouble`` where it is not good enough.
    func newPassword(for name: String) throws -> PasswordHash {
        let password = try PasswordPrompt.new(for: name)
        if let fault = PasswordRule.fault(of: password.revealed, for: name) {
            throw StartTrouble(description: "this password cannot be used: \(fault)")
        }
        return try PasswordHash(password.revealed, cost: store.cost)
    }

    /// Tries whether `change` can be made, enters it in the audit log, and makes it.
    func change(
        _ action: AuditEntry.Action, _ name: String, _ what: String, _ change: (_ isRehearsal: Bool) throws -> Void
    ) throws {
        try change(true)
        try log.append(
            AuditEntry(
                action, of: "account:\(name)", reason: what, name: "\(NSUserName()) (tocsin users)", time: .now()))
        try change(false)
    }
}

/// Where the accounts are.
struct UserPlace: ParsableArguments {
    @OptionGroup var options: DataFolderOptions

    /// Hands the accounts to `body`; what goes wrong is said on standard error, status 1.
    func open(mustExist: Bool = true, _ body: (UserDesk) throws -> Void) throws {
        let folder = try options.folder()
        do {
            let store = try AccountStore(dataFolder: folder, mustExist: mustExist)
            try body(UserDesk(store: store, log: try AuditLog(dataFolder: folder)))
        } catch let error where error is AccountError || error is AuditError || error is StartTrouble {
            standardError(printable("tocsin users: \(error)"))
            throw ExitCode(1)
        }
    }

    /// Whether the account called `name` may log in.
    func enable(_ name: String, _ isEnabled: Bool) throws {
        try open { desk in
            try desk.change(.changeUser, name, isEnabled ? "enabled" : "disabled") {
                try desk.store.change(name, isEnabled: isEnabled, isRehearsal: $0)
            }
            print(printable("\(name) may \(isEnabled ? "" : "not ")log in"))
        }
    }
}

extension WallTime {
    /// To the minute, for tables: `2026-01-31 08:15`.
    var minute: String { String(Timestamp(self).rfc3339.prefix(16)).replacing("T", with: " ") }
}
