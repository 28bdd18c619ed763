import Alarms
import ArgumentParser
import Foundation
import VideoCore

/// `tocsin tokens`: who may ask over HTTP.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Say who may ask the service over HTTP.",
        discussion: """
            Each program or person has a token of their own, with a role: metrics (figures), read (alarms as well), \
            operate (say what was done about alarms, order drills, see evidence as well). A token is shown once, when it \
            is made; what is kept is its SHA-256. A running service knows of a change within a second or two.

              tocsin tokens add --name center --role operate --data /var/lib/tocsin
            """,
        subcommands: [Add.self, List.self, Revoke.self], defaultSubcommand: List.self)

    /// Where the tokens are.
    struct Place: ParsableArguments {
        @OptionGroup var options: DataFolderOptions

        func open(_ body: (Outbox) throws -> Void) throws {
            let folder = try options.folder()
            do {
                try body(try Outbox(OutboxSettings(dataFolder: folder), role: .visitor))
            } catch let error as OutboxError {
                standardError(printable("tocsin tokens: \(error)"))
                throw ExitCode(1)
            }
        }
    }

    /// `tocsin tokens add`.
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a token and print it, this once.")

        @Option(help: "Who is to have it.") var name: String
        @Option(help: "metrics, read or operate.", transform: AccessToken.Role.init(argument:)) var role:
            AccessToken.Role
        @OptionGroup var place: Place

        func validate() throws {
            guard (1...AccessToken.nameLimit).contains(name.count), printable(name) == name else {
                throw ValidationError(
                    "--name: give 1 to \(AccessToken.nameLimit) characters, none that steers a terminal")
            }
        }

        func run() throws { try place.open { Swift.print(try $0.addToken(name: name, role: role).secret.revealed) } }
    }

    /// `tocsin tokens list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tokens, without what they are.")

        @OptionGroup var place: Place

        func run() throws {
            try place.open { outbox in
                let tokens = try outbox.tokens()
                Swift.print(tokens.isEmpty ? "no tokens" : TextTable(Self.rows(tokens)).text())
            }
        }

        private static func rows(_ tokens: [AccessToken]) -> [[String]] {
            [["TOKEN", "NAME", "ROLE", "MADE (UTC)", "USED LAST", "VALID"]]
                + tokens.map { token in
                    [
                        token.id, token.name, token.role.rawValue, token.createdAt.minute,
                        token.lastUsedAt?.minute ?? "never",
                        token.revokedAt.map { "revoked \($0.minute)" } ?? "yes",
                    ].map(printable)
                }
        }
    }

    /// `tocsin tokens revoke`.
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a token invalid.")

        @Argument(help: "Its name, or its id as `list` shows it.") var name: String
        @OptionGroup var place: Place

        func run() throws {
            try place.open { outbox in
                try outbox.revokeToken(name)
                Swift.print(printable("the token of \(name) is not valid any more"))
            }
        }
    }
}

extension AccessToken.Role {
    /// The role written `argument`; throws a sentence that names them all.
    fileprivate init(argument: String) throws {
        guard let role = AccessToken.Role(rawValue: argument) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no role “\(argument)”: give one of \(known)")
        }
        self = role
    }
}

extension Timestamp {
    /// To the minute, for tables: `2026-01-31 08:15`.
    fileprivate var minute: String { String(rfc3339.prefix(16)).replacing("T", with: " ") }
}
