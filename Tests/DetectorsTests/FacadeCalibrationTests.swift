import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// Calibrations against facades whose every storey is known.
struct FacadeCalibrationTests {
    private static let seeds = Array(UInt64(1)...24)

    @Test(arguments: seeds) func `From two lines every other storey's line is found to a pixel`(seed: UInt64) throws {
        let facade = FacadeFixture(seed: seed)
        let calibration = try FacadeCalibration(facade.measurements())
        #expect(calibration.floors.count >= 4)
        for line in calibration.floors {
            let from = try #require(facade.pixel(0, Double(line.floor)))
            let to = try #require(facade.pixel(1, Double(line.floor)))
            for (end, truth) in [(line.from, from), (line.to, to)] {
                let found = SIMD2(end.x * 1920, end.y * 1080)
                let isClipped = FacadeEdge.isAtBorder(end)
                #expect((isClipped ? distance(found, from, to) : length(found - truth)) < 1)
            }
        }
        let highest = try #require(calibration.floors.last)
        #expect(highest.floor == facade.building.floors)
    }

    @Test(arguments: seeds) func `With the width of the facade, sizes are those of the camera`(seed: UInt64) throws {
        let facade = FacadeFixture(seed: seed)
        var measurements = facade.measurements()
        measurements.facadeWidth = facade.building.width
        let calibration = try FacadeCalibration(measurements)
        #expect(calibration.lens.basis == .width)
        for storey in calibration.storeys {
            guard let pixels = storey.pixels else { continue }
            let truth = try #require(facade.pixels(storey.floor))
            #expect(abs(pixels / truth - 1) < (storey.isWhole ? 0.01 : 0.1), "floor \(storey.floor)")
        }
    }

    @Test(arguments: seeds) func `Without it they are right or, where the lens is assumed, too small`(seed: UInt64)
        throws
    {
        let facade = FacadeFixture(seed: seed)
        let calibration = try FacadeCalibration(facade.measurements())
        let lens = calibration.lens
        #expect(lens.basis == .lines || lens.basis == .assumed)
        #expect((lens.basis == .assumed) == calibration.warnings.contains(.assumedLens(lens.fieldOfView)))
        for storey in calibration.storeys where storey.isWhole {
            let ratio = try #require(storey.pixels) / (try #require(facade.pixels(storey.floor)))
            #expect(lens.basis == .lines ? abs(ratio - 1) < 0.1 : ratio < 1.02 && ratio > 0.4)
        }
    }

    @Test func `Some lenses can be told from the slant of the lines, and from the field of view all`() throws {
        let slanted = FacadeFixture(
            Vantage(
                camera: PinholeCamera(
                    width: 1920, height: 1080, position: SIMD3(-9, 1.6, 16), tilt: 40, pan: 25,
                    verticalFieldOfView: 56), building: Building(floors: 10)))
        let lens = try FacadeCalibration(slanted.measurements()).lens
        #expect(lens.basis == .lines)
        #expect(abs(lens.facadeWidth / slanted.building.width - 1) < 0.01)
        let square = FacadeFixture(
            Vantage(
                camera: PinholeCamera(
                    width: 1920, height: 1080, position: SIMD3(0, 1.6, 14), tilt: 50, verticalFieldOfView: 56),
                building: Building(floors: 14)))
        var measurements = square.measurements()
        #expect(try FacadeCalibration(measurements).lens.basis == .assumed)
        // 2 · atan(16/9 · tan 28°)
        measurements.fieldOfView = 86.78
        let told = try FacadeCalibration(measurements).lens
        #expect(told.basis == .fieldOfView)
        #expect(abs(told.facadeWidth / square.building.width - 1) < 0.01)
    }

    @Test(arguments: seeds) func `The detector reads storeys and columns off the lines that come out`(seed: UInt64)
        throws
    {
        let facade = FacadeFixture(seed: seed)
        let calibration = try FacadeCalibration(facade.measurements())
        var settings = ThrownObjectSettings()
        settings.floors = calibration.floors
        settings.columns = facade.building.columns
        let map = try #require(FloorMap(settings.floors))
        let columns = try #require(WindowColumns(settings))
        for floor in calibration.floors.map(\.floor) {
            for column in 0..<facade.building.columns {
                let across = (Double(column) + 0.5) / Double(facade.building.columns)
                let point = try #require(facade.point(across, Double(floor) + 0.4))
                #expect(abs((map.floor(at: point) ?? 0) - Double(floor) - 0.4) < 0.05)
                #expect(columns.column(at: point) == column + 1)
            }
        }
    }

    @Test(arguments: seeds) func `The outline holds every window in the picture and ends at the edges`(seed: UInt64)
        throws
    {
        let facade = FacadeFixture(seed: seed)
        let outline = try FacadeCalibration(facade.measurements()).facade
        #expect(outline.corners.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
        for floor in 1...facade.building.floors {
            for across in stride(from: -0.15, through: 1.15, by: 0.1) {
                guard let point = facade.point(across, Double(floor) + 0.5), (0.001..<0.999).contains(point.x),
                    (0.001..<0.999).contains(point.y)
                else { continue }
                #expect(outline.contains(point) == (0...1).contains(across), "floor \(floor), \(across) across")
            }
        }
        if let above = facade.point(0.5, Double(facade.building.floors) + 1.2) { #expect(!outline.contains(above)) }
    }

    @Test(arguments: seeds) func `More lines than two make up for inexact clicks`(seed: UInt64) throws {
        let facade = FacadeFixture(seed: seed)
        var random = SeededRandom(seed: seed, stream: 3)
        var measurements = facade.measurements(facade.readable)
        for index in measurements.lines.indices {
            for end in [\FloorLine.from, \.to] {
                measurements.lines[index][keyPath: end].x += random.number(in: -1.5...1.5) / 1920
                measurements.lines[index][keyPath: end].y += random.number(in: -1.5...1.5) / 1080
            }
        }
        let calibration = try FacadeCalibration(measurements)
        for line in calibration.floors where facade.readable.contains(line.floor) {
            let truth = try #require(facade.line(line.floor))
            #expect(abs(line.from.y - truth.from.y) * 1080 < 3 && abs(line.to.y - truth.to.y) * 1080 < 3)
        }
    }

    private func length(_ vector: SIMD2<Double>) -> Double { (vector * vector).sum().squareRoot() }

    /// From `point` to the line through `from` and `to`.
    private func distance(_ point: SIMD2<Double>, _ from: SIMD2<Double>, _ to: SIMD2<Double>) -> Double {
        let (way, offset) = (to - from, point - from)
        return abs(way.x * offset.y - way.y * offset.x) / length(way)
    }
}
