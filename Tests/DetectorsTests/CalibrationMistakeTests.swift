import Testing
import VideoCore

@testable import Detectors

/// Measurements that make no facade.
struct CalibrationMistakeTests {
    private static func line(_ floor: Int, _ ends: (Double, Double, Double, Double)) -> FloorLine {
        FloorLine(floor: floor, from: ImagePoint(x: ends.0, y: ends.1), to: ImagePoint(x: ends.2, y: ends.3))
    }

    private static let low = line(3, (0.05, 0.9, 0.95, 0.9))
    private static let high = line(20, (0.2, 0.1, 0.8, 0.1))

    static let cases: [([FloorLine], Int, CalibrationMistake)] = [
        ([], 22, .tooFewLines(0)), ([low], 22, .tooFewLines(1)), ([low, high], 0, .storeys(0)),
        ([low, high], 201, .storeys(201)), ([low, high], 19, .aboveRoof(20, storeys: 19)),
        ([low, line(0, (0, 0.99, 1, 0.99))], 22, .belowGround(0)),
        ([low, high, line(3, (0.1, 0.5, 0.9, 0.5))], 22, .repeatedFloor(3)),
        ([low, line(20, (0.8, 0.1, 0.2, 0.1))], 22, .swappedEnds(20)),
        ([line(20, (0.05, 0.9, 0.95, 0.9)), line(3, (0.2, 0.1, 0.8, 0.1))], 22, .notAbove(3, 20)),
        ([low, line(20, (0.05, 0.9, 0.95, 0.9))], 22, .notAbove(3, 20)),
        ([low, line(20, (0.2, 0.1, 0.8, 0.95))], 22, .crossing(3, 20)),
        // Left and right edge cross between the lines.
        (
            [line(3, (0.6, 0.9, 0.7, 0.9)), line(20, (0.75, 0.1, 0.8, 0.1)), line(9, (0.1, 0.5, 0.2, 0.5))], 22,
            .noFacade
        ),
    ]

    @Test(arguments: cases) func `A mistake is told from the others`(
        lines: [FloorLine], storeys: Int, mistake: CalibrationMistake
    ) {
        let measurements = FacadeMeasurements(width: 1920, height: 1080, lines: lines, storeys: storeys)
        #expect(throws: mistake) { try FacadeCalibration(measurements) }
        #expect(mistake.description.count > 30)
    }

    @Test func `A storey counted wrong contradicts the others`() {
        let facade = FacadeFixture(seed: 3)
        var measurements = facade.measurements(facade.readable)
        measurements.storeys = 200
        // The upper half is numbered three too high.
        for index in measurements.lines.indices where index > measurements.lines.count / 2 {
            measurements.lines[index].floor += 3
        }
        #expect {
            try FacadeCalibration(measurements)
        } throws: { error in
            if case .disagreeing? = error as? CalibrationMistake { true } else { false }
        }
    }

    @Test func `Lines at any places never trap, and what comes of them is finite`() throws {
        var made = 0
        for seed in 0..<3000 {
            func number(_ place: Int) -> Double { Double((seed &* 7919 &+ place &* 104_729) % 1009) / 1008 }
            let lines = (0..<(2 + seed % 3)).map { index in
                let height = 0.9 - 0.3 * Double(index)
                let ends = (0..<2).map { side in
                    (
                        0.6 * Double(side) + 0.4 * number(4 * index + 2 * side),
                        height + 0.1 * number(4 * index + 2 * side + 1)
                    )
                }
                return Self.line(1 + index * (1 + seed % 7), (ends[0].0, ends[0].1, ends[1].0, ends[1].1))
            }
            let measurements = FacadeMeasurements(width: 1280, height: 720, lines: lines, storeys: 30)
            guard let calibration = try? FacadeCalibration(measurements) else { continue }
            made += 1
            #expect(calibration.storeys.allSatisfy { $0.pixels?.isFinite ?? true && $0.shareInPicture <= 1 })
            #expect(calibration.facade.corners.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
            #expect(calibration.warnings.allSatisfy { !$0.description.isEmpty })
        }
        #expect(made > 10)
    }
}
