import ArgumentParser
import Foundation
import Linkage
import SiteConfig
import VideoCore

/// `tocsin release`: lets a lift's door go.
struct ReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let go of a lift's door that the running service holds.",
        discussion: """
            Leaves word for the service, which lets go within a second and does not hold the door again for the same alarm.

            Exit status: 0 word was left, 2 wrong arguments or configuration, 1 it could not be left.

            Example:
              tocsin release --config site.yaml lift-3-east
            """)

    @Option(help: "The site's configuration.") var config: String
    @Argument(help: "The camera in the lift.") var camera: String

    func run() throws {
        let settings = try SiteSettings.forCommand(config)
        guard settings.cameras.contains(where: { $0.id.name == camera && $0.detectors?.holdDoor != nil }) else {
            throw ValidationError("no camera “\(camera)” of this site holds a door; see `ebike.holdDoor` in \(config)")
        }
        let folder = LiftLinkage.releases(in: settings.dataDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: folder.appending(path: camera))
        } catch {
            standardError("tocsin release: no word can be left in \(folder.path): \(error.localizedDescription)")
            throw ExitCode(1)
        }
        print("\(camera): word was left for the service to let the door go")
    }
}

/// The watchdog of a relay; started by the service, not by people.
struct RelayGuardCommand: ParsableCommand {
    static let name = "relay-guard"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Watch a relay for the service.", shouldDisplay: false)

    @Argument var path: String

    func run() { RelayGuard(RelayFile(path: path)).run() }
}
