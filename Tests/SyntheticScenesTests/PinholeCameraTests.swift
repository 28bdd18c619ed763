import SyntheticScenes
import Testing
import VideoCore

@Suite struct PinholeCameraTests {
    /// Ten metres away, on the ground; 90° over 200 rows make a focal length of 100 pixels.
    private func camera(tilt: Double = 0, pan: Double = 0) -> PinholeCamera {
        PinholeCamera(
            width: 400, height: 200, position: SIMD3(0, 0, 10), tilt: tilt, pan: pan, verticalFieldOfView: 90)
    }

    /// By hand: focal length 100, distance along the axis × 1/100 metres per pixel.
    static let cases: [(tilt: Double, pan: Double, point: SIMD3<Double>, pixel: SIMD2<Double>)] = [
        (0, 0, SIMD3(0, 0, 0), SIMD2(200, 100)),
        (0, 0, SIMD3(1, 0, 0), SIMD2(210, 100)),
        (0, 0, SIMD3(0, 5, 0), SIMD2(200, 50)),
        (0, 0, SIMD3(1, 1, 5), SIMD2(220, 80)),
        // The axis rises by 45°: it meets the facade at 10 m.
        (45, 0, SIMD3(0, 10, 0), SIMD2(200, 100)),
        // The foot of the facade lies 45° below the axis: 100 · tan 45° down.
        (45, 0, SIMD3(0, 0, 0), SIMD2(200, 200)),
        // 3 m aside at a depth of 10 · √2 m.
        (45, 0, SIMD3(3, 10, 0), SIMD2(200 + 300 / 14.142135623730951, 100)),
        // Straight above the camera: 45° above the axis.
        (45, 0, SIMD3(0, 10, 10), SIMD2(200, 0)),
        // Turned by 45° to the right, the axis meets the facade at x = 10.
        (0, 45, SIMD3(10, 0, 0), SIMD2(200, 100)),
        (0, 45, SIMD3(0, 0, 0), SIMD2(100, 100)),
    ]

    @Test(arguments: cases)
    func `Points appear where the hand-made sum says`(
        tilt: Double, pan: Double, point: SIMD3<Double>, pixel: SIMD2<Double>
    ) throws {
        let camera = camera(tilt: tilt, pan: pan)
        #expect(abs(camera.focalLength - 100) < 1e-9)
        #expect(length(try #require(camera.pixel(of: point)) - pixel) < 1e-9)
    }

    @Test func `What lies behind the camera is not seen`() {
        #expect(camera().pixel(of: SIMD3(0, 0, 11)) == nil)
        #expect(camera().pixelsPerMetre(at: SIMD3(0, 0, 11)) == nil)
        #expect(camera().depth(of: SIMD3(0, 0, 11)) == -1)
    }

    @Test func `A metre takes up fewer pixels further away`() {
        for (z, expected) in [(0.0, 10.0), (5, 20)] {
            #expect(abs((camera().pixelsPerMetre(at: SIMD3(0, 0, z)) ?? 0) - expected) < 1e-9)
        }
    }

    @Test(arguments: [SIMD2(1.0, 1), SIMD2(200, 100), SIMD2(399.5, 0.5), SIMD2(37, 160)], [0.0, 2.5, -1])
    func `The line of sight through a pixel leads back to it`(pixel: SIMD2<Double>, plane: Double) throws {
        let camera = camera(tilt: 30, pan: -4)
        let point = try #require(camera.point(at: pixel, onPlane: plane))
        #expect(abs(point.z - plane) < 1e-9)
        #expect(length(try #require(camera.pixel(of: point)) - pixel) < 1e-9)
    }

    @Test func `A line of sight past the zenith meets no facade`() {
        #expect(camera(tilt: 80).point(at: SIMD2(200, 1)) == nil)
    }

    @Test func `Shake moves every point alike`() throws {
        var shaken = camera(tilt: 45)
        shaken.displacement = SIMD2(1.5, -2)
        for point in [SIMD3(0.0, 10, 0), SIMD3(3, 20, 0), SIMD3(-2, 6, 4)] {
            let still = try #require(camera(tilt: 45).pixel(of: point))
            let moved = try #require(shaken.pixel(of: point))
            #expect(length(moved - still - SIMD2(1.5, -2)) < 1e-9)
        }
    }

    @Test func `Image points are shares of the picture`() {
        #expect(camera().imagePoint(SIMD2(100, 150)) == ImagePoint(x: 0.25, y: 0.75))
    }
}
