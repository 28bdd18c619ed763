import SyntheticScenes
import Testing
import VideoCore

@Suite struct ThrownThingTests {
    private func thing(
        x: Double = 0.3, height: Double = 20, velocity: SIMD3<Double> = .zero, size: ThingSize = .pixels(6),
        contrast: Contrast = .steps(40), aspect: Double = 1, reflection: Double = 0
    ) -> ThrownThing {
        ThrownThing(
            releasedAt: 0.2, from: SIMD3(x, height, 0.4), velocity: velocity, size: size, contrast: contrast,
            aspect: aspect, reflection: reflection)
    }

    @Test(arguments: [3.0, 4, 6, 8, 12], [0.0, 0.01, 0.03])
    func `It is drawn where the truth says, within half a pixel`(pixels: Double, exposure: Double) throws {
        let fall = thing(velocity: SIMD3(0.7, 0, 0), size: .pixels(pixels))
        let renderer = SceneRenderer(quietScene([fall], exposure: exposure))
        let flight = try #require(renderer.truth.falls.first)
        for point in flight.points where point.frame % 6 == 1 {
            // A streak cut off by the edge of the picture has another centre.
            guard point.centre.y + point.size.y < 180 else { continue }
            let centre = try #require(Change(from: Change.still, to: renderer.frame(at: point.frame)).centre)
            #expect(length(centre - point.centre) < 0.5)
        }
    }

    @Test(arguments: [3.0, 6, 12])
    func `Contrast times area is what the picture gains`(pixels: Double) throws {
        let area = Double.pi * pixels * pixels / 4
        let change = Change([thing(size: .pixels(pixels))], at: 5, exposure: 0)
        #expect(abs(Double(change.sum) / (40 * area) - 1) < 0.08)
    }

    @Test func `Contrast can be told in standard deviations of the noise`() throws {
        var scene = quietScene([thing(size: .pixels(12), contrast: .sigmas(-8))], exposure: 0)
        scene.noise = SensorNoise(sigma: 2)
        let renderer = SceneRenderer(scene)
        scene.actors = []
        let without = SceneRenderer(scene).frame(at: 5)
        let with = renderer.frame(at: 5)
        let point = try #require(renderer.truth.falls.first?.points.first { $0.frame == 5 })
        let (x, y) = (Int(point.centre.x), Int(point.centre.y))
        #expect(abs(Int(with.luma[x, y]) - Int(without.luma[x, y]) + 16) <= 1)
    }

    @Test func `A colour of its own covers what is behind`() throws {
        let fall = thing(size: .pixels(14), contrast: .colour(Colour(luma: 200, u: 90, v: 170)))
        let renderer = SceneRenderer(quietScene([fall], exposure: 0))
        let point = try #require(renderer.truth.falls.first?.points.first { $0.frame == 5 })
        let frame = renderer.frame(at: 5)
        let (x, y) = (Int(point.centre.x), Int(point.centre.y))
        #expect(frame.luma[x, y] == 200)
        #expect(frame.chromaU[x / 2, y / 2] == 90)
        #expect(frame.chromaV[x / 2, y / 2] == 170)
    }

    @Test(arguments: [0.01, 0.02, 0.04])
    func `The streak is as long as the way during the exposure`(exposure: Double) throws {
        let fall = thing(height: 16)
        let camera = testCamera()
        let (index, time) = (35, 35.0 / 25)
        let ends = try [-exposure / 2, exposure / 2].map { offset in
            let state = try #require(fall.trajectory.state(at: time - fall.releasedAt + offset))
            return try #require(camera.pixel(of: state.position))
        }
        let state = try #require(fall.trajectory.state(at: time - fall.releasedAt))
        let start = try #require(camera.pixelsPerMetre(at: SIMD3(0.3, 16, 0.4)))
        let diameter = try #require(camera.pixelsPerMetre(at: state.position)) * 6 / start
        let expected = ends[1].y - ends[0].y + diameter
        let flight = try #require(SceneRenderer(quietScene([fall], exposure: exposure)).truth.falls.first)
        let point = try #require(flight.points.first { $0.frame == index })
        #expect(abs(point.size.y - expected) < 0.1 * expected)
        let drawn = try #require(Change([fall], at: index, exposure: exposure).extent)
        #expect(abs(Double(drawn.y) - expected) < 2)
        #expect(abs(Double(drawn.x) - diameter) < 3)
    }

    @Test func `It grows as it comes nearer`() throws {
        let flight = try #require(SceneRenderer(quietScene([thing()], exposure: 0)).truth.falls.first)
        let widths = flight.points.map(\.size.x)
        #expect(abs((widths.first ?? 0) - 6) < 0.01)
        #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `A tall thing is taller than broad`() throws {
        let extent = try #require(Change([thing(size: .pixels(8), aspect: 2.5)], at: 5, exposure: 0).extent)
        #expect(abs(extent.x - 8) <= 1 && abs(extent.y - 20) <= 1)
    }

    @Test func `Before release and after landing there is nothing`() {
        let fall = thing(height: 6)
        #expect(Change([fall], at: 4).count == 0)
        #expect(Change([fall], at: 5).count > 0)
        #expect(Change([fall], at: 49).count == 0)
    }

    @Test func `The mirror image appears only where glass is, besides the thing itself`() throws {
        let building = Building(floors: 12, seed: 3)
        let glass = building.glass(column: 3, floor: 8)
        let x = glass.left + 0.4
        func renderer(_ reflection: Double) -> SceneRenderer {
            SceneRenderer(quietScene([thing(x: x, reflection: reflection)], exposure: 0))
        }
        let (plain, mirrored) = (renderer(0), renderer(0.6))
        let extra = (5..<40).map { Change(from: plain.frame(at: $0), to: mirrored.frame(at: $0)).count }
        #expect(extra.contains { $0 > 8 })
        #expect(extra.contains(0))
    }
}
