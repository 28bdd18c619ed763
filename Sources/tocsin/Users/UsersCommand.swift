import Accounts
import Alarms
import ArgumentParser
import Audit
import VideoCore

/// `tocsin users`: who may log in at the console.
struct UsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users",
        abstract: "Say who may log in at the console.",
        discussion: """
            Engineers do this at the console itself; here it is for the first account, and for whoever has locked himself \
            out. Roles: guard (handles alarms), engineer (sets up cameras and accounts as well), auditor (sees everything, \
            the audit log too, and changes nothing). A password is typed at the terminal or read from standard input. A \
            running service knows of a change within a second or two, and ends the sessions of an account that is \
            disabled, removed or has a new password. Every change is an entry of the audit log.

              tocsin users add 李工 --role engineer --config site.yaml
            """,
        subcommands: [Add.self, List.self, Password.self, Role.self, Enable.self, Disable.self, Remove.self],
        defaultSubcommand: List.self)

    /// `tocsin users add`.
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account.")

        @Argument(help: "By which they log in.") var name: String
        @Option(help: "guard, engineer or auditor.", transform: Account.Role.init(argument:)) var role: Account.Role
        @OptionGroup var place: UserPlace

        func validate() throws {
            guard AccountName.isAllowed(name) else {
                throw ValidationError("NAME: give 1 to \(AccountName.limit) characters that can be seen")
            }
        }

        func run() throws {
            try place.open(mustExist: false) { desk in
                // Else nobody could set up, and the first start would be over.
                guard try role == .engineer || !desk.store.accounts().isEmpty else {
                    throw ValidationError("the first account must be an engineer's: add one with --role engineer")
                }
                let hash = try desk.newPassword(for: name)
                try desk.change(.addUser, name, role.rawValue) {
                    try desk.store.add(name, role: role, password: hash, isRehearsal: $0, now: .now())
                }
                print(printable("\(name) may log in as \(role.rawValue)"))
            }
        }
    }

    /// `tocsin users list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")

        @OptionGroup var place: UserPlace

        func run() throws {
            try place.open { desk in
                let accounts = try desk.store.accounts()
                print(accounts.isEmpty ? "no accounts" : TextTable(Self.rows(accounts)).text())
            }
        }

        private static func rows(_ accounts: [Account]) -> [[String]] {
            [["NAME", "ROLE", "MADE (UTC)", "SEEN LAST", "MAY LOG IN"]]
                + accounts.map { account in
                    [
                        account.name, account.role.rawValue, account.createdAt.minute,
                        account.lastSeenAt?.minute ?? "never", account.isEnabled ? "yes" : "no",
                    ].map(printable)
                }
        }
    }

    /// `tocsin users password`.
    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set a new password.")

        @Argument(help: "The account's name.") var name: String
        @OptionGroup var place: UserPlace

        func run() throws {
            try place.open { desk in
                try desk.change(.changeUser, name, "new password") { isRehearsal in
                    let hash = isRehearsal ? PasswordHash.ofNobody(cost: .standard) : try desk.newPassword(for: name)
                    try desk.store.change(name, password: hash, isRehearsal: isRehearsal)
                }
                print(printable("\(name) has a new password"))
            }
        }
    }

    /// `tocsin users role`.
    struct Role: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give an account another role.")

        @Argument(help: "The account's name.") var name: String
        @Option(help: "guard, engineer or auditor.", transform: Account.Role.init(argument:)) var role: Account.Role
        @OptionGroup var place: UserPlace

        func run() throws {
            try place.open { desk in
                try desk.change(.changeUser, name, "role \(role.rawValue)") {
                    try desk.store.change(name, role: role, isRehearsal: $0)
                }
                print(printable("\(name) is \(role.rawValue)"))
            }
        }
    }

    /// `tocsin users enable`.
    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let an account log in again.")

        @Argument(help: "The account's name.") var name: String
        @OptionGroup var place: UserPlace

        func run() throws { try place.enable(name, true) }
    }

    /// `tocsin users disable`.
    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keep an account from logging in.")

        @Argument(help: "The account's name.") var name: String
        @OptionGroup var place: UserPlace

        func run() throws { try place.enable(name, false) }
    }

    /// `tocsin users remove`.
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an account.")

        @Argument(help: "The account's name.") var name: String
        @OptionGroup var place: UserPlace

        func run() throws {
            try place.open { desk in
                try desk.change(.removeUser, name, "") { try desk.store.remove(name, isRehearsal: $0) }
                print(printable("the account of \(name) is gone"))
            }
        }
    }
}

extension Account.Role {
    /// The role written `argument`; throws a sentence that names them all.
    fileprivate init(argument: String) throws {
        guard let role = Account.Role(rawValue: argument) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no role “\(argument)”: give one of \(known)")
        }
        self = role
    }
}
