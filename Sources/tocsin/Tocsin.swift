import ArgumentParser
import CHeap
import Foundation

/// The command `tocsin`.
@main struct Tocsin: AsyncParsableCommand {
    /// Which version this is.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        abstract: "Watches a residential district's cameras and rings when something is wrong.",
        discussion: """
            Tocsin reads the cameras of a site, looks for objects thrown from facades, and puts every alarm into a \
            queue that loses none.

            Start with “tocsin demo”: it needs no camera. Then try each camera with “tocsin probe URL”, let “tocsin \
            calibrate URL” work out its floor lines, write a site.yaml, let “tocsin check site.yaml” read it, and start \
            the service with “tocsin run --config site.yaml”.
            """,
        version: "tocsin \(version)",
        subcommands: [
            RunCommand.self, AnalyzeCommand.self, CheckCommand.self, ProbeCommand.self, CalibrateCommand.self,
            SelftestCommand.self, RelearnCommand.self, AlarmsCommand.self, EvidenceCommand.self, AuditCommand.self,
            DrillCommand.self, TokensCommand.self, UsersCommand.self, ReportCommand.self, PlanCommand.self,
            ReleaseCommand.self,
            DemoCommand.self, RelayGuardCommand.self,
        ])

    /// Runs the command; wrong arguments end with status 2, as the contract has it.
    static func main() async {
        heap_settle()
        // A name server that does not answer must not hold up an attempt to connect (resolver(5)).
        _ = unsafe setenv("RES_OPTIONS", "timeout:2 attempts:1", 0)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            guard code == .validationFailure else { exit(withError: error) }
            standardError(fullMessage(for: error))
            Foundation.exit(2)
        }
    }
}
