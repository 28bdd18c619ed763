import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// What a calibration warns of, and what it refuses.
struct CalibrationWarningTests {
    /// A camera before a building of `floors` storeys; its width is known.
    private func calibration(
        floors: Int, columns: Int = 6, width: Int = 1920, distance: Double = 14, tilt: Double = 50, field: Double = 56,
        pan: Double = 0, change: (inout FacadeMeasurements) -> Void = { _ in }
    ) throws -> FacadeCalibration {
        let facade = FacadeFixture(
            Vantage(
                camera: PinholeCamera(
                    width: width, height: width * 9 / 16, position: SIMD3(0, 1.6, distance), tilt: tilt, pan: pan,
                    verticalFieldOfView: field), building: Building(floors: floors, columns: columns)))
        var measurements = facade.measurements()
        measurements.facadeWidth = facade.building.width
        change(&measurements)
        return try FacadeCalibration(measurements)
    }

    @Test func `A camera that sees all from floor 3 up meets the plan's rule without a warning`() throws {
        let calibration = try calibration(floors: 8, columns: 3, width: 3840, distance: 22, tilt: 26)
        #expect(calibration.warnings == [])
        #expect(calibration.meetsRule)
        #expect(calibration.floors(seen: .reliable) == Array(1...8))
        #expect(calibration.roof?.floor == 9)
    }

    @Test func `Storeys above the picture are named, and break the rule`() throws {
        let calibration = try calibration(floors: 20, tilt: 35)
        let outside = calibration.storeys.filter { $0.shareInPicture == 0 && $0.floor >= 3 }.map(\.floor)
        #expect(outside.last == 20 && outside.count > 2)
        #expect(calibration.warnings.contains(.outside(outside)))
        #expect(!calibration.meetsRule)
        #expect(calibration.roof == nil)
        #expect(calibration.warnings[0].description.hasPrefix("floors "))
    }

    @Test func `A facade wider than the picture is cut off on its lower storeys`() throws {
        let calibration = try calibration(floors: 14, columns: 9)
        guard
            case .cutOff(let floors) = calibration.warnings.first(where: {
                if case .cutOff = $0 { true } else { false }
            })
        else {
            Issue.record("\(calibration.warnings)")
            return
        }
        #expect(floors.contains(4) && !floors.contains(12))
        #expect(!calibration.meetsRule)
    }

    @Test func `A low resolution leaves the upper storeys borderline, then too small`() throws {
        let calibration = try calibration(floors: 16, width: 640, tilt: 52)
        let (borderline, tooSmall) = (calibration.floors(seen: .borderline), calibration.floors(seen: .tooSmall))
        #expect(tooSmall.last == 16)
        for storey in calibration.storeys {
            guard let pixels = storey.pixels else { continue }
            #expect(tooSmall.contains(storey.floor) == (pixels < 3))
            #expect(borderline.contains(storey.floor) == (3..<4).contains(pixels))
        }
        #expect(calibration.warnings.contains(.tooSmall(tooSmall.filter { $0 >= 3 })))
    }

    @Test func `Ten centimetres upwards take fewer rows than across, the fewer the higher`() throws {
        let storeys = try calibration(floors: 14).storeys.filter { $0.pixels != nil }
        for storey in storeys { #expect(try #require(storey.rows) < (try #require(storey.pixels))) }
        let shares = storeys.compactMap { storey in storey.rows.flatMap { rows in storey.pixels.map { rows / $0 } } }
        #expect(shares == shares.sorted(by: >))
    }

    @Test func `A width that no lens could show is warned of`() throws {
        let calibration = try calibration(floors: 14) { $0.facadeWidth = 90 }
        #expect(calibration.warnings.contains { if case .impossibleLens = $0 { true } else { false } })
    }

    @Test func `A line that ends at the border, and one that was read badly, are named`() throws {
        let border = try calibration(floors: 14) { $0.lines[0].from.x = 0 }
        #expect(border.warnings.contains(.endsAtBorder(try #require(border.measurements.lines.first).floor)))
        let facade = FacadeFixture(seed: 5)
        var measurements = facade.measurements(facade.readable)
        let index = measurements.lines.count / 2
        measurements.lines[index].from.y -= 0.012
        let bad = try FacadeCalibration(measurements).warnings.compactMap { warning in
            if case .disagreeing(let floor, let pixels) = warning { (floor, pixels) } else { nil }
        }
        #expect(bad.contains { $0.0 == measurements.lines[index].floor && $0.1 > 5.4 && $0.1 < 30 })
    }

    @Test func `Numbers are shown in runs`() {
        #expect(CalibrationWarning.words(forFloors: [3, 4, 5, 9, 11, 12]) == "3–5, 9, 11–12")
        #expect(CalibrationWarning.words(forFloors: []) == "")
    }
}
