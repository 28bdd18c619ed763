import Console
import Detectors
import Foundation
import Ledger
import SiteConfig
import VideoCore

/// What floor lines mean that somebody is drawing: sizes by the code of `tocsin calibrate`, coverage by that of the ledger.
struct GeometryTrial {
    private static let key = "detectors.thrown-object"

    /// The answer.
    let answer: GeometryAnswer

    /// What a page asks for, of a camera of `site` where it names one. Throws where it makes no sense.
    init(_ question: GeometryQuestion, site: SiteSettings) throws(SetupRefusal) {
        guard (16...16_384).contains(question.width), (16...16_384).contains(question.height) else {
            throw .malformed("`width` or `height` is no size of a picture", remedy: "send pixels, as 1920 and 1080")
        }
        let (settings, mistakes) = DetectorSettings.read(.object(["thrown-object": question.thrownObject]))
        var told = mistakes.map { SetupChecked.Mistake($0) }
        var floors: [GeometryAnswer.Floor] = []
        let building = question.camera.flatMap { Self.building(of: $0, in: site) }
        if let thrown = settings?.thrownObject, mistakes.isEmpty {
            do throws(CalibrationMistake) {
                floors = try Self.floors(question, thrown, storeys: building?.building.floors)
            } catch {
                told.append(Self.mistake(error))
            }
        }
        let openings = building.flatMap { Self.openings($0.facade, $0.building, settings?.thrownObject) }
        answer = GeometryAnswer(floors: floors, openings: openings, mistakes: told)
    }

    /// `4 pixels or more: it is found`.
    private static func floors(
        _ question: GeometryQuestion, _ thrown: ThrownObjectSettings, storeys: Int?
    ) throws(CalibrationMistake) -> [GeometryAnswer.Floor] {
        // Below ground nothing is calibrated, and nothing is thrown from there.
        let lines = thrown.floors.filter { $0.floor >= 1 }.map(\.fromLeft)
        guard let highest = lines.map(\.floor).max() else { return [] }
        var measurements = FacadeMeasurements(
            width: question.width, height: question.height, lines: lines, storeys: max(storeys ?? highest, highest))
        measurements.floorHeight = thrown.floorHeight
        return try FacadeCalibration(measurements).storeys.map { storey in
            .init(
                floor: storey.floor, pixels: storey.pixels.map { ($0 * 10).rounded() / 10 },
                sufficient: storey.visibility == .reliable)
        }
    }

    private static func mistake(_ mistake: CalibrationMistake) -> SetupChecked.Mistake {
        // What is wrong and what to do stand on two sides of a semicolon.
        let parts = mistake.description.split(separator: "; ", maxSplits: 1).map(String.init)
        return .init(
            key: key + ".floors", problem: parts[0], remedy: parts.count > 1 ? parts[1] : "check the lines")
    }

    /// The facade that `camera` looks at, where it looks at one alone.
    private static func building(of camera: String, in site: SiteSettings) -> (building: Building, facade: Facade)? {
        let all = site.registry.buildings.flatMap { building in building.facades.map { (building, $0) } }
        let own = all.filter { $0.1.views.contains { $0.device == camera } }
        return own.count == 1 ? own.first : nil
    }

    /// Openings from floor 3 up within what would be watched.
    private static func openings(
        _ facade: Facade, _ building: Building, _ thrown: ThrownObjectSettings?
    ) -> GeometryAnswer.Openings? {
        let counted = facade.openings.filter { $0.key >= FacadeCalibration.lowestWatched }
        guard !counted.isEmpty else { return nil }
        let seen = thrown.flatMap { FacadeCoverage(of: 1...building.floors, in: $0) }?.shares ?? [:]
        let covered = counted.reduce(0) { $0 + Int(Double($1.value) * min(seen[$1.key, default: 0], 1) + 1e-9) }
        return .init(covered: covered, total: counted.values.reduce(0, +))
    }
}

extension FloorLine {
    /// The line from its left end to its right one, as people measure it.
    fileprivate var fromLeft: FloorLine { from.x <= to.x ? self : FloorLine(floor: floor, from: to, to: from) }
}
