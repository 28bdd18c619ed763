import Foundation
import Testing
import VideoCore

@testable import Detectors
@testable import Inference

/// The network of `Resources/make-colours.py`, for which red is fire and pale grey is smoke.
enum ColourNetwork {
    static func model(
        engine: InferenceEngine = .best, task: ModelManifest.Task = .cells, classes: [String] = ["fire", "smoke"]
    ) throws -> HazardModel {
        let url = try #require(Bundle.module.url(forResource: "colours", withExtension: "onnx"))
        let file = [UInt8](try Data(contentsOf: url))
        let description = ModelManifest.Model(
            name: "colours", version: "1", file: "colours.onnx", sha256: "", licence: "Apache-2.0", task: task,
            width: 320, height: 192, colours: .rgb, classes: classes,
            thresholds: Dictionary(uniqueKeysWithValues: classes.map { ($0, 0.5) }))
        let network = try Network(name: "colours", onnx: file, inputShape: [1, 3, 192, 320], engine: engine)
        return try HazardModel(description, network)
    }
}

/// A patch of colour on a dark wall.
struct Patch {
    var x = 0.4
    var y = 0.5
    var size = 0.2
    /// Red over blue; 128 is none.
    var red: UInt8 = 220
    var blue: UInt8 = 70
    var luma: UInt8 = 150
    /// Grey levels by which each 16th of it goes up and down from frame to frame.
    var flicker = 0
    /// Grey levels by which each 16th of it goes up and down within two seconds.
    var drift = 0

    static let flame = Patch(flicker: 8)
    static let lamp = Patch()
    static let smoke = Patch(red: 128, blue: 128, luma: 210, drift: 8)
}

/// A picture of 640 × 360 with `patches` on it.
func hazardFrame(at mediaTime: Double, _ patches: [Patch], isKeyframe: Bool = true, noise: Int = 0) -> Frame {
    let picture = Picture(width: 640, height: 360)
    unsafe picture.luma.base.update(repeating: 60, count: 640 * 360)
    unsafe picture.chromaU.base.update(repeating: 128, count: 320 * 180)
    unsafe picture.chromaV.base.update(repeating: 128, count: 320 * 180)
    let index = Int((mediaTime * 25).rounded())
    var random = TestRandom(UInt64(index) + 7)
    for patch in patches {
        let (columns, rows) = (Int(patch.size * 640), Int(patch.size * 360))
        let (left, top) = (Int(patch.x * 640), Int(patch.y * 360))
        var levels = (0..<256).map { _ in patch.flicker == 0 ? 0 : Int(random.next() >> 20) % (2 * patch.flicker + 1) }
        if patch.drift > 0 {
            levels = levels.indices.map { Int(Double(patch.drift) * sin(mediaTime * 3 + Double($0))) }
        }
        for y in 0..<rows {
            for x in 0..<columns {
                let level = levels[y * 16 / rows * 16 + x * 16 / columns]
                let (column, row) = (left + x, top + y)
                unsafe picture.luma.base[row * 640 + column] = UInt8(min(Int(patch.luma) + level, 255))
                unsafe picture.chromaU.base[row / 2 * 320 + column / 2] = patch.blue
                unsafe picture.chromaV.base[row / 2 * 320 + column / 2] = patch.red
            }
        }
    }
    if noise > 0 {
        for i in 0..<640 * 360 {
            unsafe picture.luma.base[i] = UInt8(min(Int(picture.luma.base[i]) + Int(random.next() >> 20) % noise, 255))
        }
    }
    return picture.frame(
        mediaTime: mediaTime, receivedAt: .now, wallTime: WallTime(secondsSince1970: mediaTime),
        isKeyframe: isKeyframe, index: index)
}

extension FireSmokeDetector {
    /// Shows it `seconds` of a camera with a keyframe each second, as the pipeline would: only what it asks for.
    mutating func watch(
        _ seconds: Range<Int>, _ patches: (Double) -> [Patch], looks: inout Int
    ) throws -> [Finding] {
        var findings: [Finding] = []
        for index in seconds.lowerBound * 25..<seconds.upperBound * 25 {
            let (t, isKeyframe) = (Double(index) / 25, index % 25 == 0)
            guard isKeyframe || demand == .everyFrame else { continue }
            looks += 1
            findings += try self.findings(in: hazardFrame(at: t, patches(t), isKeyframe: isKeyframe))
        }
        return findings
    }

    mutating func watch(_ seconds: Range<Int>, _ patches: (Double) -> [Patch]) throws -> [Finding] {
        var looks = 0
        return try watch(seconds, patches, looks: &looks)
    }
}
