import ArgumentParser
import Foundation
import SyntheticScenes
import VideoCore
import VideoStreams

/// Renders a lift into a video file.
struct Lift: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Renders the cabin of a lift into a video file.",
        discussion:
            "What comes in is drawn of plain blocks, an e-bike red: for tests of the logic with a network for which "
            + "red is one. The shipped network does not take them for e-bikes. Example: tocsin-scenes lift --visit ebike:6:20 --visit person:10 --seconds 30 --output lift.mp4"
    )

    @Option(
        help:
            "What comes in, when, and when it leaves: KIND:SECONDS[:SECONDS]; KIND is ebike, bicycle, pram or person.")
    var visit: [String] = []
    @Option(help: "Chooses everything that is left to chance.") var seed: UInt64 = 1
    @Option(help: "Length of the clip.") var seconds: Double = 30
    @Option(help: "Columns of the picture; even.") var width: Int = 640
    @Option(help: "Rows of the picture; even.") var height: Int = 360
    @Option(help: "Pictures in a second.") var fps: Double = 12.5
    @Option(help: "Frames from one keyframe to the next.") var group: Int = 25
    @Option(help: "Kilobits per second, as a recorder is set, in place of a quality.") var bitrate: Int?
    @Option(help: "Noise of the sensor, standard deviation in steps of 8-bit luma; default: the scene's.")
    var noise: Double?
    @Option(help: "The video: .mp4, .mkv, .ts, .h264 or .h265.") var output: String
    @Option(help: "Where to write cabin and door, as YAML for `tocsin analyze --config`.") var config: String?

    func run() throws {
        var scene = LiftScene(
            try visit.enumerated().map(parse), duration: seconds, framesPerSecond: fps, size: (width, height),
            seed: seed)
        if let noise { scene.noise = SensorNoise(sigma: noise) }
        let renderer = LiftRenderer(scene)
        var options = ClipOptions()
        if let bitrate { options.rate = .bitrate(bitrate * 1000) }
        options.groupLength = group
        options.nominalFrameRate = max(1, Int(fps.rounded()))
        options.preset = .medium
        var writer = try ClipWriter(to: output, options: options)
        for frame in renderer.frames { try writer.write(frame) }
        try writer.finish()
        if let config {
            let text = "camera: lift\ndetectors:\n  ebike: {cabin: \(list(scene.floor)), door: \(list(scene.door))}\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: config), options: .atomic)
        }
    }

    private func parse(_ index: Int, _ text: String) throws -> LiftVisit {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), let kind = LiftVisitorKind(rawValue: parts[0]),
            let enters = Double(parts[1]),
            let leaves = parts.count == 2 ? .some(nil) : Double(parts[2]).map(Optional.some)
        else { throw ValidationError("--visit “\(text)”: write KIND:SECONDS or KIND:SECONDS:SECONDS, as ebike:6:20") }
        // Side by side, so that they do not stand in each other.
        return LiftVisit(kind, enters: enters, leaves: leaves, across: [0, -0.45, 0.45][index % 3])
    }

    private func list(_ polygon: Polygon) -> String {
        "[" + polygon.corners.map { "[\(round($0.x)), \(round($0.y))]" }.joined(separator: ", ") + "]"
    }

    private func round(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
