import Foundation
import SyntheticScenes
import VideoCore

@testable import Detectors

/// Pictures of a facade, and what may be wrong with them.
struct QualityFixture: Sendable {
    let width = 640
    let height = 360

    /// `count` pictures, `interval` seconds apart, of `preset`.
    func frames(
        _ preset: ScenePreset = .facadeQuiet, seed: UInt64 = 11, count: Int = 12, interval: Double = 0.2,
        noise: Double? = nil
    ) -> [Frame] {
        var scene = preset.scene(
            seed: seed, seconds: Double(count) * interval, width: width, height: height, framesPerSecond: 1 / interval)
        if let noise { scene.noise = SensorNoise(sigma: noise) }
        let renderer = SceneRenderer(scene)
        return (0..<renderer.frameCount).map { renderer.frame(at: $0) }
    }

    /// `frame` with each luma sample changed by `change`, and colours moved by `blue` and `red`.
    func painted(
        _ frame: Frame, blue: Int = 0, red: Int = 0, _ change: (_ x: Int, _ y: Int, _ luma: Double) -> Double
    ) -> Frame {
        let picture = Picture(copying: frame)
        for y in 0..<height {
            for x in 0..<width {
                let value = change(x, y, Double(frame.luma[x, y]))
                unsafe picture.luma.base[y * width + x] = UInt8(min(max(value.rounded(), 0), 255))
            }
        }
        for i in 0..<(width / 2 * (height / 2)) {
            unsafe picture.chromaU.base[i] = UInt8(min(max(Int(picture.chromaU.base[i]) + blue, 0), 255))
            unsafe picture.chromaV.base[i] = UInt8(min(max(Int(picture.chromaV.base[i]) + red, 0), 255))
        }
        return finished(picture, like: frame)
    }

    /// A picture of which nothing is left but `ground`, with lines of text on it where `hasText`.
    func card(like frame: Frame, ground: Double, hasText: Bool = true) -> Frame {
        painted(frame) { x, y, _ in
            let isText = hasText && (160..<200).contains(y) && (200..<440).contains(x) && (x / 6 + y / 8) % 3 == 0
            return isText ? 220 : ground
        }
    }

    /// `frame` with a number at the top left that differs from second to second.
    func withClock(_ frame: Frame, second: Int) -> Frame {
        painted(frame) { x, y, luma in
            guard (8..<24).contains(y), (8..<104).contains(x) else { return luma }
            return second >> ((x - 8) / 8) & 1 == 1 ? 225 : 20
        }
    }

    /// `frame` shown at `mediaTime`.
    func shown(_ frame: Frame, at mediaTime: Double) -> Frame {
        frame.retimed(
            mediaTime: mediaTime, wallTime: SceneRenderer.wallTimeAtStart.advanced(by: mediaTime),
            index: Int(mediaTime * 10))
    }

    /// `frame` as a keyframe, or as one that needs others.
    func coded(_ frame: Frame, isKeyframe: Bool) -> Frame {
        Picture(copying: frame).frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime, isKeyframe: isKeyframe,
            index: frame.index)
    }

    /// The verdict after `frames`.
    func verdict(_ frames: [Frame], baseline: QualityBaseline? = nil) -> PictureVerdict {
        var examination = PictureExamination(baseline: baseline)
        for frame in frames { examination.look(at: frame) }
        return examination.verdict
    }

    private func finished(_ picture: consuming Picture, like frame: Frame) -> Frame {
        picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime,
            isKeyframe: frame.isKeyframe, index: frame.index)
    }
}
