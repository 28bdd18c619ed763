import ArgumentParser
import Foundation
import SiteConfig

/// `tocsin relearn`: a camera was set up anew on purpose.
struct RelearnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relearn",
        abstract: "Have what was learnt of a camera forgotten, after it was pointed elsewhere on purpose.",
        discussion: """
            Until then its new view counts as moved, and no floor is named. Leaves word for the service, which within a \
            second forgets the view and what the camera's picture usually looks like, and learns both anew; a service \
            that does not run does so at its start. Alarms that are open at the camera are closed. Where it looks at a \
            facade, draw the outline and the floor lines anew first (“tocsin calibrate”).

            Exit status: 0 word was left, 2 wrong arguments or configuration, 1 it could not be left.

            Example: tocsin relearn --config site.yaml --camera building-3-south
            """)

    @Option(help: ArgumentHelp("Configuration of the site.", valueName: "site.yaml")) var config: String
    @Option(help: ArgumentHelp("The camera or polled device, by its id.", valueName: "id")) var camera: String

    func run() throws {
        let site = try SiteSettings.forCommand(config)
        guard site.deviceIDs.contains(camera) else {
            throw ValidationError("There is no camera or device “\(printable(camera))” in \(config).")
        }
        let folder = Relearning.words(in: site.dataDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: folder.appending(path: camera))
        } catch {
            standardError("tocsin relearn: no word can be left in \(folder.path): \(error.localizedDescription)")
            throw ExitCode.failure
        }
        print("\(camera): word was left; the service forgets what was learnt of it within a second, or when it starts")
    }
}
