import SyntheticScenes
import VideoCore

@testable import Detectors

/// A facade whose true floor lines are known at every storey.
struct FacadeFixture {
    let vantage: Vantage

    /// One of many views at 1080p.
    init(seed: UInt64) { vantage = .varied(width: 1920, height: 1080, light: .day, seed: seed) }

    /// A view of its own.
    init(_ vantage: Vantage) { self.vantage = vantage }

    var camera: PinholeCamera { vantage.camera }
    var building: Building { vantage.building }

    /// Where a place of the facade appears, in pixels; `across` from 0 at its left edge to 1.
    func pixel(_ across: Double, _ floor: Double) -> SIMD2<Double>? {
        camera.pixel(of: SIMD3((across - 0.5) * building.width, building.level(of: floor), 0))
    }

    /// The same in image space.
    func point(_ across: Double, _ floor: Double) -> ImagePoint? { pixel(across, floor).map(camera.imagePoint) }

    /// The floor level of a storey between the edges, inside the picture or not.
    func line(_ floor: Int) -> FloorLine? {
        guard let from = point(0, Double(floor)), let to = point(1, Double(floor)) else { return nil }
        return FloorLine(floor: floor, from: from, to: to)
    }

    /// Storeys of which both ends of the floor level are in the picture, as an installer needs them.
    var readable: [Int] {
        (1...building.floors).filter { floor in
            guard let line = line(floor) else { return false }
            return [line.from, line.to].allSatisfy { !FacadeEdge.isAtBorder($0) }
        }
    }

    /// What an installer tells of it: the lines of `floors`, by default the lowest and the highest that can be read.
    func measurements(_ floors: [Int]? = nil) -> FacadeMeasurements {
        let floors = floors ?? [readable.first, readable.last].compactMap { $0 }
        var measurements = FacadeMeasurements(
            width: camera.width, height: camera.height, lines: floors.compactMap(line), storeys: building.floors)
        measurements.floorHeight = building.floorHeight
        return measurements
    }

    /// Pixels of 10 cm in the middle of a storey, half-way up.
    func pixels(_ floor: Int) -> Double? {
        camera.pixelsPerMetre(at: SIMD3(0, building.level(of: Double(floor) + 0.5), 0)).map { 0.1 * $0 }
    }
}
