import Synchronization
import SyntheticScenes
import VideoCore

@testable import Detectors

/// A good camera before a house of nine storeys, and what a self-test says of it.
struct SelfTestFixture {
    let renderer: SceneRenderer
    let settings: ThrownObjectSettings
    let noise: Double

    init(light: Building.Light = .day, actors: [any SceneActor] = [], width: Int = 1920, height: Int = 1080) {
        noise = light == .day ? 1.2 : 2.5
        var scene = Scene(
            camera: PinholeCamera(
                width: width, height: height, position: SIMD3(0.4, 1.6, 11), tilt: 44, pan: 2, verticalFieldOfView: 56),
            building: Building(floors: 9, light: light, seed: 5), noise: SensorNoise(sigma: noise), duration: 1, seed: 5
        )
        scene.actors = actors
        renderer = SceneRenderer(scene)
        var settings = ThrownObjectSettings()
        settings.facade = [renderer.truth.facade]
        settings.floors = renderer.truth.floorLines.map { FloorLine(floor: $0.floor, from: $0.from, to: $0.to) }
        settings.floorHeight = renderer.truth.floorHeight
        self.settings = settings
    }

    /// One second of pictures, to be shown again and again.
    func pictures(as impairment: Impairment? = nil, count: Int = 25) -> [Frame] {
        (0..<count).map { index in
            let frame = renderer.frame(at: index % renderer.frameCount)
            return impairment?.applied(to: frame, noise: noise) ?? frame
        }
    }

    /// What was said and found.
    struct Outcome {
        var report: SelfTestReport?
        var findings: [Finding] = []
        var live: [Finding] = []
        var viewState = ViewState.clear
    }

    /// Shows `good` pictures for `learning` seconds, then `pictures` until the test is over.
    func test(_ pictures: [Frame], after good: [Frame] = [], learning: Double = 8, limit: Double = 90) throws -> Outcome
    {
        let report = Mutex<SelfTestReport?>(nil)
        let live = ThrownObjectDetector(settings: settings)
        let test = SelfTest(settings: settings, live: live, schedule: .atOnce) { found in
            report.withLock { $0 = found }
        }
        var outcome = Outcome()
        let learned = good.isEmpty ? 0 : Int(learning * 25)
        for index in 0..<learned + Int(limit * 25) where report.withLock({ $0 }) == nil {
            let picture = index < learned ? good[index % good.count] : pictures[index % pictures.count]
            let time = Double(index) / 25
            let frame = picture.retimed(
                mediaTime: time, wallTime: SceneRenderer.wallTimeAtStart.advanced(by: time), index: index)
            outcome.live += try live.findings(in: frame)
            if index >= learned { outcome.findings += try test.findings(in: frame) }
        }
        outcome.report = report.withLock { $0 }
        outcome.viewState = live.viewState
        return outcome
    }
}
