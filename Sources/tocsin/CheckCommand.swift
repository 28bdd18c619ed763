import ArgumentParser
import Foundation
import SiteConfig

/// `tocsin check`: validates a configuration without starting anything.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a configuration file and name every mistake in it.",
        discussion: """
            Reads FILE the way `tocsin run` would, but opens no camera and writes nothing. Each mistake is one line on \
            standard error: file, line, column, key, what is wrong and what to write instead. Warnings are printed the \
            same way and do not fail.

            FILE is a site's file, or a file for `tocsin analyze --config` with `camera:` at the top. Every key is \
            explained in samples/site.yaml.

            Exit status: 0 valid, 2 not valid or not readable.

            Example:
              tocsin check samples/site.yaml
            """)

    @Argument(
        help: ArgumentHelp("The configuration to check.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    func run() throws {
        let ink = Ink(isTerminal: isatty(STDERR_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
        let check: ConfigurationCheck
        do {
            check = try ConfigurationCheck(path: file)
        } catch {
            Self.print(warnings: error.warnings, of: file, ink)
            for mistake in error.mistakes { Self.write(mistake.text(file: file)) }
            let count = error.mistakes.count
            Self.write(ink.red("\(file): \(count) mistake\(count == 1 ? "" : "s")"))
            throw ExitCode(2)
        }
        Self.print(warnings: check.warnings, of: file, ink)
        for trouble in Self.modelTroubles(check.watched) {
            Self.write("\(ink.yellow("warning: "))\(trouble); until then `tocsin run` does not start")
        }
        Swift.print("\(file): \(check.summary)")
        if let registry = check.registry { Swift.print("\(file): \(registry)") }
    }

    /// What stands in the way of the networks that these settings need: a file missing, changed or unfit.
    private static func modelTroubles(_ watched: [DetectorSettings?]) -> [String] {
        let names = watched.reduce(into: Set<DetectorName>()) { $0.formUnion($1?.names ?? DetectorName.usual) }
        let models = DetectorModels(streams: 1)
        var troubles: [String] = []
        for name in names.sorted(by: { $0.rawValue < $1.rawValue }) {
            do { _ = try models.references([name]) } catch  where !troubles.contains("\(error)") {
                troubles.append("\(error)")
            } catch {}
        }
        return troubles
    }

    private static func print(warnings: [Mistake], of file: String, _ ink: Ink) {
        for warning in warnings { write(warning.text(file: file, label: ink.yellow("warning: "))) }
    }

    private static func write(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}

/// Colours for a terminal, unless the user has said no (no-color.org).
private struct Ink {
    private let isColoured: Bool

    init(isTerminal: Bool, environment: [String: String]) {
        isColoured = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    func red(_ text: String) -> String { isColoured ? "\u{1B}[31m\(text)\u{1B}[0m" : text }

    func yellow(_ text: String) -> String { isColoured ? "\u{1B}[33m\(text)\u{1B}[0m" : text }
}
