import ArgumentParser
import SyntheticScenes

/// Makes test videos of which the truth is known.
@main
struct ScenesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin-scenes",
        abstract: "Renders facades with falls and look-alikes, and lifts, together with the truth.",
        discussion: "The same arguments give the same pictures on every run.",
        subcommands: [List.self, Render.self, Lift.self])
}

/// Names the scenes.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Names the scenes that can be rendered.")

    func run() {
        for name in ScenePreset.allCases { print(name.rawValue) }
    }
}
