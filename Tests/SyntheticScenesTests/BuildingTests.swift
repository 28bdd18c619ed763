import SyntheticScenes
import Testing

@Suite struct BuildingTests {
    private let building = Building(floors: 10, columns: 4, floorHeight: 3, windowPitch: 3)

    @Test func `Storey 1 stands on the ground`() {
        #expect(building.level(of: 1) == 0)
        #expect(building.level(of: 9.5) == 25.5)
        #expect(building.floor(at: 25.5) == 9.5)
        #expect(building.height == 30 && building.width == 12)
    }

    @Test func `Windows stand in the middle of their cells`() {
        let pane = building.glass(column: 0, floor: 2)
        #expect(abs(pane.left + pane.width / 2 + 4.5) < 1e-12)
        #expect(pane.bottom == 3.9)
        #expect(abs(pane.bottom + pane.height - 5.4) < 1e-12)
    }

    @Test(arguments: [
        (-4.5, 4.5, true), (-4.5, 3.5, false), (-6.5, 4.5, false), (-3.0, 4.5, false), (4.5, 28.2, true),
        (4.5, 31, false), (4.5, -0.1, false),
    ])
    func `Glass is where a window is`(x: Double, height: Double, expected: Bool) {
        #expect(building.isGlass(x: x, height: height) == expected)
    }
}
