import SyntheticScenes
import Testing
import VideoCore

@Suite struct ActorTests {
    @Test func `A bird flies straight at constant speed and beats its wings`() throws {
        let bird = Bird(start: SIMD3(-4, 20, 2), velocity: SIMD3(7, 0.5, 0), wingspan: 0.6, beat: 4)
        let steps = (0..<20).map { bird.position(at: Double($0 + 1) / 25) - bird.position(at: Double($0) / 25) }
        #expect(steps.allSatisfy { length($0 - SIMD3(7, 0.5, 0) / 25) < 1e-12 })
        // Level, raised, level, lowered: four beats a second.
        let heights = (0..<4).map { bird.outline(at: Double($0) / 8).y }
        #expect(heights[0] < 0.5 * heights[1] && heights[2] < 0.5 * heights[1])
        #expect(abs(heights[3] - heights[1]) < 1e-9)

        let centres = try [5, 10, 15].map { try #require(Change([bird], at: $0).centre) }
        for (centre, index) in zip(centres, [5, 10, 15]) {
            let expected = try #require(testCamera().pixel(of: bird.position(at: Double(index) / 25)))
            #expect(length(centre - expected) < 0.7)
        }
    }

    @Test func `An insect takes huge steps and is gone after a few frames`() throws {
        let insect = Insect(during: 0.4...0.5, start: SIMD2(0.1, 0.5), velocity: SIMD2(6, 0))
        #expect(insect.position(at: 0.39) == nil && insect.position(at: 0.51) == nil)
        let renderer = SceneRenderer(quietScene([insect]))
        let changes = (0..<25).map { Change(from: Change.still, to: renderer.frame(at: $0)) }
        let seen = changes.indices.filter { changes[$0].count > 0 }
        #expect(seen == [10, 11, 12])
        let centres = try seen.dropFirst().map { try #require(changes[$0].centre) }
        #expect(abs(centres[1].x - centres[0].x - 6 * 320 / 25) < 3)
    }

    @Test func `A leaf sinks slowly, never rises, and swings from side to side`() throws {
        let leaf = Leaf(releasedAt: 1, start: SIMD3(0, 20, 1), descent: 1.4, swing: 0.5, drift: .zero)
        #expect(leaf.position(at: 0.99) == nil)
        let places = try stride(from: 1.0, to: 9, by: 0.04).map { try #require(leaf.position(at: $0)) }
        let falls = zip(places, places.dropFirst()).map { $0.y - $1.y }
        #expect(falls.allSatisfy { $0 > 0 && $0 < 3 * 0.04 })
        let sideways = places.map(\.x)
        #expect(abs((sideways.max() ?? 0) - 0.5) < 0.01 && abs((sideways.min() ?? 0) + 0.5) < 0.01)
        #expect(abs(places[0].y - (places.last?.y ?? 0) - 1.4 * 7.96) < 0.3)
        #expect(leaf.position(at: 1 + 20 / 1.4 + 1) == nil)
        #expect(Change([leaf], at: 24).count == 0)
        #expect(Change([leaf], at: 40).count > 0)
    }

    @Test func `Rain falls at constant speed, each drop its own; snow ten times slower`() {
        for (weather, speeds) in [
            (Precipitation.rain(drops: 50, wind: .zero, seed: 2), 6...9),
            (Precipitation.snow(flakes: 50, wind: .zero, seed: 2), 0.8...1.6),
        ] as [(Precipitation, ClosedRange<Double>)] {
            var measured: Set<Double> = []
            for number in 0..<weather.count {
                let heights = [0, 0.01, 0.02].map { weather.position(of: number, at: $0).y }
                // One that has just started anew at the top is left out.
                guard heights[0] > heights[1], heights[1] > heights[2] else { continue }
                let speed = (heights[0] - heights[1]) / 0.01
                #expect(abs(speed - (heights[1] - heights[2]) / 0.01) < 1e-6)
                #expect(speed > speeds.lowerBound - 1e-6 && speed < speeds.upperBound + 1e-6)
                measured.insert(speed)
            }
            #expect(measured.count > 40)
        }
    }

    @Test func `Heavy rain covers more of the picture than light rain, and both fill it`() throws {
        let light = Change([Precipitation.rain(drops: 200, seed: 2)], at: 10, exposure: 0.015)
        let heavy = Change([Precipitation.rain(drops: 2000, seed: 2)], at: 10, exposure: 0.015)
        #expect(light.count > 30)
        #expect(heavy.count > 5 * light.count)
        let extent = try #require(heavy.extent)
        #expect(extent.x > 300 && extent.y > 170)
        #expect(heavy.steps.allSatisfy { $0.step >= 0 })
    }

    @Test func `Laundry hangs still at the top, sways below and comes back`() {
        let cloth = Laundry(pane: .init(left: -1, bottom: 15, width: 2, height: 2), swing: 0.3, frequency: 0.5)
        let times = stride(from: 0.0, to: 4, by: 0.05)
        #expect(times.allSatisfy { cloth.displacement(at: $0, depth: 0) == 0 })
        let lower = times.map { cloth.displacement(at: $0, depth: 1) }
        #expect((lower.max() ?? 0) > 0.29 && (lower.min() ?? 0) < -0.29)
        #expect(abs(cloth.displacement(at: 0.3, depth: 1) - cloth.displacement(at: 2.3, depth: 1)) < 1e-9)
        #expect(Change([cloth], at: 0).count > 100)
    }

    @Test func `Leaves of a tree move by the promised share of the picture and stay within the crown`() throws {
        let tree = Tree(centre: SIMD2(0.2, 0.7), radius: SIMD2(0.15, 0.25), sway: 0.01, seed: 4)
        let moves = (0..<200).map { tree.displacement(at: Double($0) / 50, row: 0.4, column: 0.3).x }
        #expect((moves.max() ?? 0) > 0.007 && moves.allSatisfy { abs($0) <= 0.0101 })
        let renderer = SceneRenderer(quietScene([tree]))
        let change = Change(from: renderer.frame(at: 5), to: renderer.frame(at: 9))
        #expect(change.count > 500)
        let columns = change.steps.map { $0.place % 320 }
        #expect(columns.allSatisfy { Double($0) < 0.42 * 320 })
    }

    @Test func `A light changes one window and nothing else`() throws {
        let pane = Building(floors: 12).glass(column: 2, floor: 7)
        let light = WindowLight(pane: pane, switchedAt: [0.5, 1.2])
        #expect([0.4, 0.5, 1.1, 1.2].map(light.isOn) == [false, true, true, false])
        #expect(Change([light], at: 12).count == 0)
        #expect(Change([light], at: 31).count == 0)
        let change = Change([light], at: 20)
        let corners = try [(pane.left, pane.bottom), (pane.left + pane.width, pane.bottom + pane.height)].map {
            try #require(testCamera().pixel(of: SIMD3($0.0, $0.1, 0)))
        }
        #expect(change.count > 20)
        for (place, _) in change.steps {
            let (x, y) = (Double(place % 320) + 0.5, Double(place / 320) + 0.5)
            #expect(x > corners[0].x - 4 && x < corners[1].x + 4)
            #expect(y > corners[1].y - 2 && y < corners[0].y + 2)
        }
    }

    @Test func `An exposure step changes nearly every pixel by the same factor`() {
        let step = ExposureStep(during: 0.5...1, gain: 1.2)
        #expect(Change([step], at: 5).count == 0)
        let before = SceneRenderer(quietScene()).frame(at: 0)
        let after = SceneRenderer(quietScene([step])).frame(at: 20)
        let wrong = (0..<180).reduce(0) { count, y in
            count
                + (0..<320).count { x in
                    abs(Double(after.luma[x, y]) - min(255, 1.2 * Double(before.luma[x, y]))) > 0.51
                }
        }
        #expect(wrong == 0)
    }

    @Test func `A cradle keeps its speed`() throws {
        let cradle = Cradle(start: SIMD3(0, 22, 0.6), speed: -1.5)
        #expect(length(cradle.position(at: 2) - SIMD3(0, 19, 0.6)) < 1e-12)
        let rows = try [5, 25, 45].map { try #require(Change([cradle], at: $0).centre).y }
        #expect(rows[0] < rows[1] && rows[1] < rows[2])
    }

    @Test func `A drone hovers, then flies on at constant speed`() {
        let drone = Drone(start: SIMD3(0, 20, 3), leavesAt: 1, velocity: SIMD3(1, -4, 0))
        #expect(stride(from: 0.0, to: 1, by: 0.1).allSatisfy { length(drone.position(at: $0) - drone.start) < 0.03 })
        let way = drone.position(at: 3) - drone.position(at: 2)
        #expect(length(way - SIMD3(1, -4, 0)) < 0.06)
        #expect(Change([drone], at: 5).count > 0)
    }

    @Test func `Someone at a window walks to and fro and moves a hand, but goes nowhere`() {
        let person = Person(place: SIMD3(0, 15, 0.1), walk: 0.5, frequency: 0.25)
        let places = (0..<100).map { person.position(at: Double($0) / 25) }
        #expect(places.allSatisfy { abs($0.x) <= 0.5 && $0.y == 15 })
        #expect(length(person.position(at: 4) - person.position(at: 0)) < 1e-9)
        let hands = (0..<100).map { person.hand(at: Double($0) / 25).y }
        #expect((hands.max() ?? 0) - (hands.min() ?? 0) > 0.55)
        #expect(Change([person], at: 5).count > 10)
    }
}
