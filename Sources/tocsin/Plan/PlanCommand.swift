import Alarms
import ArgumentParser
import Foundation
import SiteConfig
import VideoCore
import VideoStreams

/// `tocsin plan`: how many cameras like those of a site fit on this host, and what ends first.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Watch a site's cameras for a minute: how many of them fit on this host, and what ends first.",
        discussion: """
            Connects to every camera that site.yaml switches on, reads and decodes it, and shows it to its detectors, \
            as `tocsin run` does. Prints what each takes of processor, memory and network, and how many such cameras \
            fit: 80 % of processor, memory and network, the disk for evidence as long as it is kept, and what recorders \
            give. A camera that was not measured is named with the reason, and reckoned like the others.

            Cameras are started a few at a time, as long as memory and processor have room; where they end, a part is \
            tried, and the report says so. All is over after --seconds and \(Int(PlanProbe.connectingSeconds)) s for \
            connecting, first keyframes and settling.

            Nothing is alarmed, and nothing stays on the disk. A service that runs on the same host is counted among \
            other programs; recorders give the streams twice meanwhile.

            Exit status: 0 done; 1 no camera could be watched; 2 wrong arguments or configuration.

            Example: tocsin plan --config site.yaml --alarms-per-day 5
            """)

    /// Form of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(help: ArgumentHelp("Configuration of the site.", valueName: "site.yaml")) var config: String
    @Option(help: "Seconds of video to measure, of each camera.") var seconds = 60.0
    @Option(help: "Alarms of one camera a day, for the disk that their evidence fills.") var alarmsPerDay = 2.0
    @Option(help: "Form of the report.") var format = Format.text

    func validate() throws {
        guard seconds >= 3, seconds <= 3600 else { throw ValidationError("--seconds must be from 3 to 3600.") }
        guard alarmsPerDay >= 0, alarmsPerDay <= 10_000 else {
            throw ValidationError("--alarms-per-day must be from 0 to 10000.")
        }
    }

    func run() throws {
        let site = try SiteSettings.forCommand(config)
        guard !site.runnable.isEmpty else {
            throw ValidationError("\(config) has no camera that is switched on; add one below `cameras`.")
        }
        var host = Plan.Host(site)
        let cameras: [PlanProbe.Camera]
        do {
            cameras = try site.plannedCameras()
        } catch {
            standardError("tocsin plan: \(error)")
            throw ExitCode.failure
        }
        let outcome = PlanProbe.run(cameras, seconds: seconds, cores: host.cores, memoryBytes: host.memoryBytes)
        host.busyCores = outcome.othersCores
        host.links = PlanLinks.links(
            to: zip(cameras, outcome.sights).filter(\.1.hasPicture).map(\.0.trial.stream.address.host))
        let evidence = Plan.Evidence(site, alarmsPerDay: alarmsPerDay)
        let report = PlanReport(cameras, outcome, host: host, evidence: evidence, seconds: seconds)
        print(format == .json ? try report.json() : report.text())
        guard report.hasMeasured else {
            standardError("tocsin plan: no camera could be watched, so nothing can be reckoned from them")
            throw ExitCode.failure
        }
    }
}

extension SiteSettings {
    /// Its cameras as they are probed. Throws where an address or a network cannot be used.
    fileprivate func plannedCameras() throws -> [PlanProbe.Camera] {
        let models = DetectorModels(streams: workers)
        return try runnable.map { camera in
            var names = camera.detectors?.names ?? DetectorName.usual
            // The books want to know what each picture is like.
            if books.enabled { names.insert(.quality) }
            // Read before memory is measured: all cameras share one copy.
            _ = try models.references(names)
            let recorder = nvrs.first { $0.id == camera.nvr }
            let stream = try camera.streamSettings()
            let trial = PlanTrial(stream: stream, timing: camera.timing) { [names] in
                try DetectorName.detectors(names, camera.detectors, models: models)
            }
            return PlanProbe.Camera(
                id: camera.id, recorder: recorder?.id ?? stream.address.authority,
                maxConnects: recorder?.maxConnects ?? 4, trial: trial)
        }
    }
}

extension Plan.Host {
    /// This host, on which `site` keeps its evidence.
    fileprivate init(_ site: SiteSettings) {
        let folder = PlanHost.existingFolder(site.evidenceSettings.folder)
        let free = try? DurableFile.freeBytes(at: folder)
        let left = free.map { max(0, $0 - site.evidence.minimumFree) }
        self.init(
            cores: PlanHost.cores, memoryBytes: PlanHost.memoryBytes,
            diskBytes: left.map { Double(min($0, site.evidence.maximumBytes ?? .max)) },
            diskBytesPerSecond: PlanHost.writeSpeed(of: folder))
    }
}

extension Plan.Evidence {
    /// What `site` keeps of each alarm, as long as the most urgent are kept.
    fileprivate init(_ site: SiteSettings, alarmsPerDay: Double) {
        let clip = site.evidence.clip
        let days = max(site.evidence.keepDays, site.evidence.keepDaysByPriority.values.max() ?? 0)
        self.init(
            seconds: clip.before + clip.after,
            copies: clip.enabled ? (clip.raw ? 1 : 0) + (clip.masked ? 1 : 0) : 0, days: Double(days),
            alarmsPerDay: alarmsPerDay)
    }
}
