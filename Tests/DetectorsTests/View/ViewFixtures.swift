import SyntheticScenes
import VideoCore

@testable import Detectors

/// Pictures of one facade under many conditions, and a monitor's word on them.
struct ViewFixture {
    let width = 960
    let height = 540

    func scene(_ preset: ScenePreset = .facadeStill, light: Building.Light = .day, seconds: Double = 8) -> SceneRenderer
    {
        let vantage = Vantage.standard(width: width, height: height, light: light, seed: 11)
        var scene = preset.scene(
            seed: 11, seconds: seconds, width: width, height: height, framesPerSecond: 25, vantage: vantage)
        scene.noise = SensorNoise(sigma: light == .day ? 1.2 : 2.5)
        return SceneRenderer(scene)
    }

    /// A picture of `renderer` shown at `mediaTime`.
    func frame(_ renderer: SceneRenderer, at mediaTime: Double, as impairment: Impairment? = nil) -> Frame {
        let index = Int(mediaTime * 25) % renderer.frameCount
        var frame = renderer.frame(at: index)
        if let impairment { frame = impairment.applied(to: frame, noise: 1.2) }
        return frame.retimed(mediaTime: mediaTime, wallTime: frame.wallTime, index: Int(mediaTime * 25))
    }

    /// A mixture: `share` of `other`, the rest of `frame`.
    func mixture(_ frame: Frame, _ other: Frame, share: Double) -> Frame {
        let picture = Picture(copying: frame)
        for y in 0..<height {
            for x in 0..<width {
                let value = Double(frame.luma[x, y]) * (1 - share) + Double(other.luma[x, y]) * share
                unsafe picture.luma.base[y * width + x] = UInt8(value.rounded())
            }
        }
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime, isKeyframe: true,
            index: frame.index)
    }

    /// A monitor that has learnt the facade by day.
    func learnt(memory: ViewMemory = .none) -> ViewMonitor {
        var monitor = ViewMonitor(fingerprint: 1, memory: memory)
        let day = scene()
        for second in 0..<8 { monitor.look(at: frame(day, at: Double(second))) }
        return monitor
    }

    /// A monitor that has seen the facade by day for so long that it believes it, and keeps it in `memory`.
    func believing(memory: ViewMemory = .none) -> ViewMonitor {
        var monitor = learnt(memory: memory)
        let still = scene(seconds: 0.2)
        for second in 8..<620 { monitor.look(at: frame(still, at: Double(second))) }
        return monitor
    }

    /// Another facade, as a recorder's card or another camera's picture would be.
    func otherScene() -> SceneRenderer {
        let vantage = Vantage.varied(width: width, height: height, light: .day, seed: 5)
        return SceneRenderer(
            ScenePreset.facadeStill.scene(seed: 5, seconds: 1, width: width, height: height, vantage: vantage))
    }
}
