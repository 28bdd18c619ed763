import ArgumentParser
import Detectors
import Foundation
import Inference
import VideoCore
import VideoStreams

/// Shows pictures of a file to the fire and smoke network alone.
struct Glance: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows pictures of a file to the fire and smoke network alone and prints what it says, line by line.")

    @Argument(help: "A video, or stills.") var files: [String]
    @Option(help: "Seconds from one picture to the next.") var every = 0.5

    private struct Line: Encodable {
        var file: String
        var mediaTime: Double
        var fire: Double
        var smoke: Double
    }

    func run() throws {
        let model = try HazardModel(
            ModelManifest(folder: ModelManifest.place()), engine: InferenceEngine.chosen(), streams: 1)
        var glance = try HazardGlance(model)
        let encoder = JSONEncoder()
        for file in files {
            var reader = try FrameReader(
                opening: StreamSettings(address: StreamAddress(file: file)), ledger: FrameLedger())
            var next = -Double.infinity
            try reader.readAll(demand: { .everyFrame }) { frame in
                guard frame.mediaTime >= next else { return }
                next = frame.mediaTime + every
                let scores = try glance.scores(of: frame)
                let line = Line(file: file, mediaTime: frame.mediaTime, fire: scores.fire, smoke: scores.smoke)
                print(String(decoding: try encoder.encode(line), as: UTF8.self))
            }
        }
    }
}
