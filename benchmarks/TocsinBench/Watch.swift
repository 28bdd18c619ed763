import ArgumentParser
import Detectors
import Foundation
import SyntheticScenes
import VideoCore
import VideoStreams

/// Renders a scene, codes it as a recorder would, and lets the thrown-object detector watch it; prints truth and findings.
struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Renders a scene into a clip, lets the thrown-object detector watch it, prints truth and findings.",
        discussion: """
            SCENE is `trial`, falls of one size and contrast, or a name that `tocsin-scenes list` knows. One line of JSON.
            """)

    @Argument(help: "The scene.") var scene: String
    @Option(help: "Chooses everything that is left to chance.") var seed: UInt64
    @Option(help: "Trial: pixels at release.") var pixels = 6.0
    @Option(help: "Trial: contrast in standard deviations of the noise.") var sigmas = 8.0
    @Option(help: "Trial: falls in the clip.") var falls = 6
    @Option(help: "Other scenes: seconds.") var seconds = 30.0
    @Option(help: "Pictures in a second.") var fps = 25.0
    @Flag(help: "By night.") var night = false
    @Option(help: "Columns of the picture.") var width = 1280
    @Option(help: "Rows of the picture.") var height = 720
    @Option(help: "Bits per second.") var bitrate = 2_000_000
    @Option(help: "The clip: watched when it is there, else rendered.") var clip: String
    @Option(help: "Where to write facade and floor lines, as YAML for `tocsin analyze --config`.") var config: String?
    @Flag(help: "Give the detector no floor lines.") var withoutFloors = false

    func run() throws {
        let renderer = SceneRenderer(try rendered())
        if !FileManager.default.fileExists(atPath: clip) { try write(renderer) }
        let settings = settings(renderer.truth)
        if let config {
            try Data(CameraDocument(settings).text.utf8).write(to: URL(fileURLWithPath: config), options: .atomic)
        }
        let detector = ThrownObjectDetector(settings: settings)
        var findings: [Finding] = []
        let ledger = FrameLedger()
        var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: clip)), ledger: ledger)
        try reader.readAll(demand: { detector.demand }) { findings += try detector.findings(in: $0) }
        findings += detector.finish()
        let document = WatchDocument(
            renderer.truth, findings, seconds: renderer.scene.duration, blindSeconds: detector.blindSeconds)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        print(String(decoding: try encoder.encode(document), as: UTF8.self))
    }

    private func rendered() throws -> SyntheticScenes.Scene {
        let light: Building.Light = night ? .night : .day
        if scene == "trial" {
            return FallTrial(
                pixels: pixels, sigmas: sigmas, framesPerSecond: fps, light: light, count: falls, seed: seed
            ).scene(width: width, height: height)
        }
        guard let preset = ScenePreset(rawValue: scene) else { throw ValidationError("There is no scene \(scene).") }
        let isNight = night || preset == .facadeLightSwitch
        var scene = preset.scene(
            seed: seed, seconds: seconds, framesPerSecond: fps,
            vantage: .varied(width: width, height: height, light: isNight ? .night : .day, seed: seed))
        scene.noise = FallTrial.noise(isNight ? .night : .day)
        return scene
    }

    private func write(_ renderer: SceneRenderer) throws {
        var options = ClipOptions()
        options.rate = .bitrate(bitrate)
        options.nominalFrameRate = Int(fps.rounded())
        options.groupLength = Int((2 * fps).rounded())
        var writer = try ClipWriter(to: clip, options: options)
        for frame in renderer.frames { try writer.write(frame) }
        try writer.finish()
    }

    /// Three floor lines, as a person would draw them: the lowest in view, the highest, and one between.
    private func settings(_ truth: GroundTruth) -> ThrownObjectSettings {
        var settings = ThrownObjectSettings()
        settings.facade = [truth.facade]
        settings.floorHeight = truth.floorHeight
        let lines = truth.floorLines
        guard !withoutFloors, let first = lines.first, let last = lines.last, lines.count > 2 else { return settings }
        settings.floors = [first, lines[lines.count / 2], last].map {
            FloorLine(floor: $0.floor, from: $0.from, to: $0.to)
        }
        return settings
    }
}
