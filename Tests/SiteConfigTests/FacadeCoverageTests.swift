import Detectors
import Testing
import VideoCore

@Suite struct FacadeCoverageTests {
    /// Storeys 1 to 9 are each a tenth of the picture high, storey 1 from its bottom; the facade is as wide as 0.2…0.8.
    private static func settings(_ polygons: [Polygon], floors: [Int] = [1, 5, 9]) -> ThrownObjectSettings {
        var settings = ThrownObjectSettings()
        settings.facade = polygons
        settings.floors = floors.map { floor in
            let y = 1 - Double(floor - 1) / 10
            return FloorLine(floor: floor, from: ImagePoint(x: 0.2, y: y), to: ImagePoint(x: 0.8, y: y))
        }
        return settings
    }

    private static func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Polygon {
        Polygon([(left, top), (right, top), (right, bottom), (left, bottom)].map { ImagePoint(x: $0.0, y: $0.1) })
    }

    private static let cases: [([Polygon], shares: [Int: Double])] = [
        ([], [8: 1, 9: 1, 10: 1]),
        ([box(0, 0, 1, 1)], [8: 1, 9: 1, 10: 1]),
        ([box(0.2, 0.1, 0.8, 1)], [8: 1, 9: 1]),
        ([box(0.2, 0.1, 0.5, 1)], [8: 0.5, 9: 0.5]),
        ([box(0.2, 0, 0.35, 1), box(0.65, 0, 0.8, 1)], [8: 0.5, 9: 0.5, 10: 0.5]),
        ([box(0.2, 0, 0.8, 0.14)], [9: 1.0 / 3, 10: 1]),
        ([box(0, 0, 0.1, 1)], [:]),
    ]

    @Test("The share of a storey is that of its width inside picture and polygons", arguments: cases.indices)
    func shares(_ index: Int) throws {
        let (polygons, expected) = Self.cases[index]
        let found = try #require(FacadeCoverage(of: 8...12, in: Self.settings(polygons))).shares
        #expect(Set(found.keys) == Set(expected.keys))
        for (floor, share) in expected { #expect(abs((found[floor] ?? 0) - share) < 0.02, "\(floor): \(found)") }
    }

    @Test("Without two floor lines nothing is known", arguments: [[], [4]])
    func uncalibrated(_ floors: [Int]) {
        #expect(FacadeCoverage(of: 1...9, in: Self.settings([], floors: floors)) == nil)
    }

    @Test("Of a storey that is cut off by the picture's border the share in the picture counts")
    func cutOff() throws {
        var settings = Self.settings([])
        settings.floors = settings.floors.map { line in
            // The right edge of the facade leans out of the picture: it is seen at its foot alone.
            FloorLine(
                floor: line.floor, from: line.from, to: ImagePoint(x: 0.9 + Double(line.floor - 1) / 40, y: line.to.y))
        }
        let shares = try #require(FacadeCoverage(of: 1...9, in: settings)).shares
        #expect(shares[1] == 1)
        #expect(abs((shares[8] ?? 0) - 0.8 / 0.8875) < 0.03, "\(shares)")
    }
}
