import SyntheticScenes
import Testing
import VideoCore

@Suite struct GroundTruthTests {
    @Test func `Gravity can be recovered from the heights in the truth`() throws {
        let fall = ThrownThing(
            releasedAt: 0.1, from: SIMD3(0, 25, 0.4), size: .pixels(5), contrast: .steps(30))
        let flight = try #require(SceneRenderer(quietScene([fall], seconds: 3)).truth.falls.first)
        let heights = flight.points.map(\.height)
        try #require(heights.count > 20)
        let speeds: [Double] = zip(heights, heights.dropFirst()).map { ($1 - $0) * 25 }
        let accelerations: [Double] = zip(speeds, speeds.dropFirst()).map { ($1 - $0) * 25 }
        #expect(accelerations.allSatisfy { abs($0 + 9.81) < 0.05 })
    }

    @Test func `Origin, times and drop are those of the throw`() throws {
        let building = Building(floors: 12)
        let height = building.level(of: 9.25)
        let fall = ThrownThing(
            releasedAt: 0.32, from: SIMD3(0, height, 0.4), size: .metres(0.2), contrast: .steps(30))
        let flight = try #require(SceneRenderer(quietScene([fall], seconds: 4)).truth.falls.first)
        #expect(abs(flight.originFloor - 9.25) < 1e-9)
        #expect(flight.originStorey == 9)
        #expect(flight.start == 0.32)
        #expect(abs(flight.end - 0.32 - (2 * height / 9.81).squareRoot()) < 1e-5)
        #expect(abs(flight.drop - 8.25 * 2.9) < 1e-9)
        #expect(flight.visibleDrop > 15 && flight.visibleDrop < flight.drop)
    }

    @Test func `A ball thrown up is no fall`() throws {
        let ball = ThrownThing(
            kind: .ballUp, releasedAt: 0, from: SIMD3(0, 1.5, 2), velocity: SIMD3(0, 15, 0), size: .metres(0.2),
            contrast: .steps(30))
        let truth = SceneRenderer(quietScene([ball], seconds: 4)).truth
        #expect(truth.falls.isEmpty)
        let rows = try #require(truth.flights.first).points.map(\.centre.y)
        let top = try #require(rows.indices.min { rows[$0] < rows[$1] })
        #expect(top > 5 && top < rows.count - 5)
    }

    @Test func `Floor lines converge upwards and lie where the camera sees the levels`() throws {
        let scene = quietScene()
        let lines = SceneRenderer(scene).truth.floorLines
        #expect(lines.count > 6)
        let gaps = zip(lines, lines.dropFirst()).map { $0.from.y - $1.from.y }
        #expect(zip(gaps, gaps.dropFirst()).allSatisfy { $0 > $1 && $1 > 0 })
        for line in lines {
            let level = scene.building.level(of: Double(line.floor))
            for end in [line.from, line.to] {
                let pixel = SIMD2(end.x * 320, end.y * 180)
                #expect(abs(try #require(scene.camera.point(at: pixel)).y - level) < 1e-6)
                #expect((0...1).contains(end.x) && (0...1).contains(end.y))
            }
            #expect(line.from.x < line.to.x)
        }
    }

    @Test func `The bottom edge of a floor's slab is drawn along the line`() throws {
        let scene = quietScene(camera: testCamera(width: 1280, height: 720))
        let renderer = SceneRenderer(scene)
        let frame = renderer.frame(at: 0)
        let line = try #require(renderer.truth.floorLines.first { $0.floor == 6 })
        let row = Int(line.from.y * 720)
        // Between two windows: wall below the line, the darker slab above it.
        let between = scene.building.glass(column: 2, floor: 6).left - 0.6
        let column = Int(try #require(scene.camera.pixel(of: SIMD3(between, scene.building.level(of: 6), 0))).x)
        let above = (1...2).map { Int(frame.luma[column, row - $0]) }.reduce(0, +) / 2
        let below = (2...4).map { Int(frame.luma[column, row + $0]) }.reduce(0, +) / 3
        #expect(below - above > 15)
    }

    @Test func `The facade is a polygon inside the picture that holds every visible fall's floors`() throws {
        let truth = SceneRenderer(ScenePreset.facadeFall.scene(seed: 4)).truth
        #expect(truth.facade.corners.count >= 4)
        #expect(truth.facade.corners.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
        let points = try #require(truth.falls.first).points
        let inside = points.count { truth.facade.contains(ImagePoint(x: $0.centre.x / 640, y: $0.centre.y / 360)) }
        #expect(inside == points.count)
    }

    @Test func `Shake moves the truth with the picture`() throws {
        var scene = quietScene([
            ThrownThing(releasedAt: 0, from: SIMD3(0, 20, 0.4), size: .pixels(8), contrast: .steps(60))
        ])
        let still = try #require(SceneRenderer(scene).truth.falls.first).points
        scene.shake = Shake(amplitude: SIMD2(4, 3), frequency: 2, during: 0...2)
        let shaken = try #require(SceneRenderer(scene).truth.falls.first).points
        for (a, b) in zip(still, shaken) {
            let expected = scene.shake?.displacement(at: a.mediaTime) ?? .zero
            #expect(length(b.centre - a.centre - expected) < 1e-6)
        }
    }
}
