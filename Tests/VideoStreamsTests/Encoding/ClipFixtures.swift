import Foundation
import SyntheticScenes
import VideoCore
import VideoStreams

/// A folder of its own for one test, removed with its owner.
final class ScratchFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// A short fall, 160 × 90 unless told otherwise.
func clipRenderer(seconds: Double = 2, width: Int = 160, height: Int = 90, missing: Set<Int> = []) -> SceneRenderer {
    var scene = ScenePreset.facadeFall.scene(seed: 5, seconds: seconds, width: width, height: height)
    scene.cadence.missing = missing
    return SceneRenderer(scene)
}

/// Writes every frame of `renderer` to `file`.
func writeClip(_ renderer: SceneRenderer, to file: String, options: ClipOptions = ClipOptions()) throws {
    var writer = try ClipWriter(to: file, options: options)
    for frame in renderer.frames { try writer.write(frame) }
    try writer.finish()
}

/// Every frame of the video in `file`.
func readClip(_ file: String, demand: FrameDemand = .everyFrame) throws -> [Frame] {
    var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: file)), ledger: FrameLedger())
    var frames: [Frame] = []
    try reader.readAll(demand: { demand }, deliver: { frames.append($0) })
    return frames
}

/// Peak signal to noise ratio between one plane of two frames of the same size, in dB; `map` is applied to the first
/// one's samples. Takes frames, not planes: a plane is only a view.
func signalToNoise(
    _ first: Frame, _ second: Frame, _ plane: (Frame) -> Plane = { $0.luma }, map: (Double) -> Double = { $0 }
) -> Double {
    withExtendedLifetime((first, second)) {
        let (a, b) = (plane(first), plane(second))
        var squares = 0.0
        for y in 0..<a.height {
            for x in 0..<a.width {
                let difference = map(Double(a[x, y])) - Double(b[x, y])
                squares += difference * difference
            }
        }
        return 10 * log10(255 * 255 * Double(a.width * a.height) / max(squares, 1e-9))
    }
}
