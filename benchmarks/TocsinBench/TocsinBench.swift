import ArgumentParser

/// What the scripts in `benchmarks/` run; its processor time is measured from outside, as that of every program it is
/// compared with.
@main struct TocsinBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin-bench", abstract: "Parts of Tocsin by themselves, for measuring.",
        subcommands: [BooksBench.self, Decode.self, Evaluate.self, Examine.self, Glance.self, Watch.self])
}
