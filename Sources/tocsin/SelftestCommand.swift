import ArgumentParser
import Detectors
import Foundation
import Logging
import SiteConfig
import VideoCore
import VideoStreams

/// `tocsin selftest`: asks one camera at once what the nightly self-test asks.
struct SelftestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Test whether a 10 cm object falling before a camera's facade would be seen.",
        discussion: """
            Connects to the camera, lets a drawn ball of 10 cm fall in its live pictures from the highest storey in \
            view, the lowest and the one between, shows them to the same detector that watches the camera, and prints \
            for each whether it was seen. Takes about half a minute. Nothing is alarmed or written; the service may run \
            beside it. Recordings are repeated where they are too short.

            Exit status: 0 seen from every storey; 1 not seen, or the stream cannot be used; 2 wrong arguments or \
            configuration.

            Example: tocsin selftest --config site.yaml --camera building-3-south
            """)

    @Option(help: ArgumentHelp("Configuration of the site.", valueName: "site.yaml")) var config: String
    @Option(help: ArgumentHelp("The camera, by its id.", valueName: "id")) var camera: String

    func run() throws {
        let site = try SiteSettings.forCommand(config)
        let (settings, thrownObject) = try camera(in: site)
        let trial = try trial(of: settings, thrownObject, in: site)
        do {
            let report = try trial.run()
            for line in report.lines { print(line) }
            if report.lines.isEmpty, let complaint = report.complaint { print(complaint) }
            if !report.passed { throw ExitCode.failure }
        } catch let code as ExitCode {
            throw code
        } catch {
            let words = (error as? StreamFailure)?.words(readingOnce: trial.stream.address) ?? "\(error)"
            standardError("tocsin selftest: \(camera): \(words)")
            throw ExitCode.failure
        }
    }

    /// The camera asked for, and what it is to look for. Throws a ``ValidationError`` where it cannot be tested.
    private func camera(in site: SiteSettings) throws -> (CameraSettings, ThrownObjectSettings) {
        guard let settings = site.cameras.first(where: { $0.id.name == camera }) else {
            let known = site.cameras.map(\.id.name).joined(separator: ", ")
            throw ValidationError("There is no camera “\(camera)” in \(config); it has \(known).")
        }
        guard settings.enabled else {
            throw ValidationError("The camera \(camera) is switched off; set `enabled: true` in \(config).")
        }
        guard let thrownObject = settings.detectors?.thrownObject else {
            throw ValidationError(
                "The camera \(camera) does not look for thrown objects; add `detectors.thrown-object`.")
        }
        guard SelfTest.isPossible(with: thrownObject) else {
            throw ValidationError("The camera \(camera) cannot be tested: \(CameraWatch.needsFloors).")
        }
        return (settings, thrownObject)
    }

    private func trial(
        of settings: CameraSettings, _ thrownObject: ThrownObjectSettings, in site: SiteSettings
    ) throws -> SelfTestTrial {
        let store = ViewStore(
            dataDirectory: site.dataDirectory, camera: settings.id, logger: .standardError(.warning))
        if !store.knows(thrownObject) {
            standardError("No view of this camera is known yet, so it is not seen whether it was moved.")
        }
        let stream: StreamSettings
        do {
            stream = try settings.streamSettings()
        } catch {
            throw ValidationError("\(error)")
        }
        return SelfTestTrial(
            stream: stream, timing: settings.timing, thrownObject: thrownObject, views: store.readOnly)
    }
}
