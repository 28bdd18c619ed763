import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// Metres and pixels of a facade, from its floor lines.
struct FacadeViewTests {
    private func settings(_ truth: GroundTruth) -> ThrownObjectSettings {
        var settings = ThrownObjectSettings()
        settings.facade = [truth.facade]
        settings.floors = truth.floorLines.map { FloorLine(floor: $0.floor, from: $0.from, to: $0.to) }
        settings.floorHeight = truth.floorHeight
        return settings
    }

    @Test(arguments: 1...8)
    func `Places and sizes on the facade are found from floor lines alone`(seed: UInt64) throws {
        let vantage = Vantage.varied(width: 1920, height: 1080, light: .day, seed: seed)
        let scene = Scene(camera: vantage.camera, building: vantage.building, duration: 0.1, seed: 1)
        let settings = settings(SceneRenderer(scene).truth)
        let view = try #require(FacadeView(settings, width: 1920, height: 1080))
        for floor in [4.4, 6.4] {
            let point = SIMD3(0, vantage.building.level(of: floor), 0)
            let pixel = try #require(vantage.camera.pixel(of: point))
            let place = try #require(view.point(level: floor, x: pixel.x / 1920))
            #expect(abs(place.y * 1080 - pixel.y) < 3)
            let scale = view.pixelsPerMetre(at: place) / (vantage.camera.pixelsPerMetre(at: point) ?? 0)
            // The focal length is guessed.
            #expect(scale > 0.7 && scale < 1.3, "\(scale)")
        }
    }

    @Test func `A ball falls nine metres in 1.35 seconds`() throws {
        let fixture = SelfTestFixture(width: 960, height: 540)
        let view = try #require(FacadeView(fixture.settings, width: 960, height: 540))
        let route = FallRoute(floor: 6, x: 0.5, level: 6.4, lowest: 6.4 - 9 / 2.9)
        let path = FallPath(route, in: view, start: 10)
        #expect(abs(path.end - 11.3546) < 1e-3)
        #expect(path.ball(at: 9.9) == nil && path.ball(at: 11.4) == nil)
        let half = try #require(path.ball(at: 11))
        let level = try #require(view.map.floor(at: ImagePoint(x: 0.5, y: half.y / 540)))
        #expect(abs(level - (6.4 - 9.81 / 2 / 2.9)) < 0.01)
    }

    @Test func `A blurred edge tells how far it is blurred`() throws {
        let fixture = SelfTestFixture(width: 1280, height: 720)
        for sigma in [2.0, 4, 8] {
            let frame = fixture.pictures(as: .defocus(sigma: sigma), count: 1)[0]
            let found = try #require(PointSpread.measure(frame, noise: 1.2, facade: fixture.settings.facade))
            #expect(found > 0.8 * sigma && found < 1.25 * sigma, "\(sigma): \(found)")
        }
        let sharp = try #require(
            PointSpread.measure(fixture.pictures(count: 1)[0], noise: 1.2, facade: fixture.settings.facade))
        #expect(sharp < 1)
    }
}
