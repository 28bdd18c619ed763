import ArgumentParser
import Foundation
import SyntheticScenes
import VideoStreams

/// Renders one scene into a video file.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Renders a scene into a video file.",
        discussion: "Example: tocsin-scenes render facade-fall --seconds 8 --output fall.mp4 --truth fall.json")

    @Argument(help: "Name of the scene; see `tocsin-scenes list`.") var scene: ScenePreset
    @Option(help: "Chooses everything that is left to chance.") var seed: UInt64 = 1
    @Option(help: "Length of the clip.") var seconds: Double = 8
    @Option(help: "Columns of the picture; even.") var width: Int = 640
    @Option(help: "Rows of the picture; even.") var height: Int = 360
    @Option(help: "Pictures in a second.") var fps: Double = 25
    @Option(help: "h264 or h265.") var codec: ClipOptions.Codec = .h264
    @Option(help: "Quality: 0 best … 51 worst; 23 unless there is a --bitrate.") var crf: Int?
    @Option(help: "Kilobits per second, as a recorder is set, in place of a quality.") var bitrate: Int?
    @Option(help: "Noise of the sensor, standard deviation in steps of 8-bit luma; default: the scene's.")
    var noise: Double?
    @Option(help: "Frames from one keyframe to the next.") var group: Int = 50
    @Option(help: "Most B-frames in a row.") var bFrames: Int = 0
    @Option(help: "The video: .mp4, .mkv, .ts, .h264 or .h265.") var output: String
    @Option(help: "Where to write the truth, as JSON.") var truth: String?
    @Option(help: "Where to write facade and floor lines, as YAML for `tocsin analyze --config`.") var config: String?

    func validate() throws {
        try require((16...7680).contains(width) && width % 2 == 0, "--width must be even, 16…7680")
        try require((16...4320).contains(height) && height % 2 == 0, "--height must be even, 16…4320")
        try require((1...240).contains(fps), "--fps must be 1…240")
        try require((0.2...86_400).contains(seconds), "--seconds must be 0.2…86400")
        try require((0...51).contains(crf ?? 23), "--crf must be 0…51")
        try require((1...1_000_000).contains(bitrate ?? 1), "--bitrate must be 1…1000000")
        try require(crf == nil || bitrate == nil, "give either --crf or --bitrate")
        try require((0...64).contains(noise ?? 0), "--noise must be 0…64")
        try require((1...10_000).contains(group), "--group must be 1…10000")
        try require((0...8).contains(bFrames), "--b-frames must be 0…8")
    }

    func run() throws {
        var staged = scene.scene(seed: seed, seconds: seconds, width: width, height: height, framesPerSecond: fps)
        if let noise { staged.noise = SensorNoise(sigma: noise) }
        let renderer = SceneRenderer(staged)
        var writer = try ClipWriter(to: output, options: options)
        for frame in renderer.frames { try writer.write(frame) }
        try writer.finish()
        try writeTruth(TruthDocument(renderer.truth, scene: renderer.scene, preset: scene, seed: seed))
    }

    private func writeTruth(_ document: TruthDocument) throws {
        if let truth {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let text = try encoder.encode(document) + Data("\n".utf8)
            try text.write(to: URL(fileURLWithPath: truth), options: .atomic)
        }
        if let config {
            try Data(document.cameraConfiguration.utf8).write(to: URL(fileURLWithPath: config), options: .atomic)
        }
    }

    private var options: ClipOptions {
        var options = ClipOptions()
        options.codec = codec
        options.rate = bitrate.map { .bitrate($0 * 1000) } ?? .quality(crf ?? 23)
        options.groupLength = group
        options.bFrames = bFrames
        options.nominalFrameRate = max(1, Int(fps.rounded()))
        // Samples are made once and kept.
        options.preset = .medium
        return options
    }

    private func require(_ condition: Bool, _ message: String) throws {
        if !condition { throw ValidationError(message) }
    }
}
