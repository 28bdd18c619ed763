import Foundation
import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors
@testable import Inference

/// The network of `Resources/make-wheels.py`, for which red is an e-bike, green a bicycle and blue a person.
enum WheelNetwork {
    static func model(
        engine: InferenceEngine = .best, classes: [String] = ["ebike", "bicycle", "person"], watched: [String]? = nil
    ) throws -> EBikeModel {
        let url = try #require(Bundle.module.url(forResource: "wheels", withExtension: "onnx"))
        let file = [UInt8](try Data(contentsOf: url))
        let description = ModelManifest.Model(
            name: "wheels", version: "1", file: "wheels.onnx", sha256: "", licence: "Apache-2.0", task: .yolox,
            width: 320, height: 192, colours: .rgb, classes: classes,
            thresholds: Dictionary(uniqueKeysWithValues: (watched ?? classes).map { ($0, 0.5) }), overlap: 0.05,
            strides: [32])
        let network = try Network(name: "wheels", onnx: file, inputShape: [1, 3, 192, 320], engine: engine)
        return try EBikeModel(description, network)
    }
}

extension LiftScene {
    var settings: EBikeSettings {
        var settings = EBikeSettings()
        (settings.cabin, settings.door) = (floor, door)
        return settings
    }
}

extension ElevatorEBikeDetector {
    /// Shows it the whole of `scene` as the pipeline would: while nothing is asked for, the keyframes, one a second, and
    /// all of a second in which something moves.
    mutating func watch(_ scene: LiftScene) throws -> [Finding] {
        let renderer = LiftRenderer(scene)
        let group = Int(scene.framesPerSecond.rounded())
        var findings: [Finding] = []
        for index in 0..<renderer.frameCount {
            let frame = renderer.frame(at: index)
            let moves = scene.isInMotion(around: frame.mediaTime)
            guard index % group == 0 || demand == .everyFrame || demand == .onActivity && moves else { continue }
            findings += try self.findings(in: frame)
        }
        return findings
    }
}

extension LiftScene {
    /// Whether an encoder would notice movement around media time `t`.
    func isInMotion(around t: Double) -> Bool {
        let (before, after) = (t - 0.2, t + 0.2)
        return opening(at: before) != opening(at: after)
            || visits.contains { $0.reach(at: before) != $0.reach(at: after) }
    }
}
