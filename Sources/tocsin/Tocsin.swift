import ArgumentParser

/// The command `tocsin`.
@main struct Tocsin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watches a residential district's cameras and rings when something is wrong.",
        discussion: """
            Tocsin reads the cameras of a site, looks for objects thrown from facades, and puts every alarm into a \
            queue that loses none.

            Start with “tocsin demo”: it needs no camera. Then write a site.yaml, let “tocsin check site.yaml” read it, \
            try each camera with “tocsin probe URL”, and start the service with “tocsin run --config site.yaml”.
            """,
        version: "tocsin 0.1.0",
        subcommands: [ProbeCommand.self])
}
