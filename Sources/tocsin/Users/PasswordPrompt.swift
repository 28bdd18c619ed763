import Foundation
import Glibc
import VideoCore

/// A password that somebody types, unseen, or that comes on standard input. Never an argument: those stand in the list of
/// processes.
enum PasswordPrompt {
    /// Asks for a new password, at a terminal twice. Throws ``StartTrouble``.
    static func new(for name: String) throws(StartTrouble) -> Secret {
        guard isatty(STDIN_FILENO) == 1 else { return try line() }
        let first = try ask("New password of \(printable(name)): ")
        guard try ask("The same again: ") == first else {
            throw StartTrouble(description: "the two passwords differ; nothing was changed")
        }
        return first
    }

    private static func ask(_ prompt: String) throws(StartTrouble) -> Secret {
        FileHandle.standardError.write(Data(prompt.utf8))
        var before = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw StartTrouble(description: "the terminal cannot be told not to show what is typed")
        }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else {
            throw StartTrouble(description: "the terminal cannot be told not to show what is typed")
        }
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            standardError("")
        }
        return try line()
    }

    private static func line() throws(StartTrouble) -> Secret {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw StartTrouble(description: "no password was given: type one, or send it on standard input")
        }
        return Secret(line)
    }
}
