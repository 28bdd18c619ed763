import Detectors
import Foundation
import VideoCore

/// `detectors:` of a camera.
extension Value {
    /// - Parameter isWatched: whether the camera runs; only then is it worth a warning that something will not work.
    func detectorSettings(isWatched: Bool) -> DetectorSettings? {
        guard let keys = keys(.detectors) else { return nil }
        var settings = DetectorSettings()
        if let value = keys["thrown-object"], let found = value.thrownObject() {
            (settings.thrownObject, settings.shields, settings.selfTestMinute) = found
        }
        keys["ebike"]?.readElevator(into: &settings, isWatched: isWatched)
        for hazard in Hazard.allCases { keys[hazard.rawValue]?.readHazard(hazard, into: &settings) }
        settings.quality = keys["quality"]?.keys(.quality) != nil
        return settings
    }

    private func thrownObject() -> (ThrownObjectSettings, shields: [Polygon], selfTestMinute: Int?)? {
        guard let keys = keys(.thrownObject) else { return nil }
        var settings = ThrownObjectSettings()
        settings.facade = keys["facade"]?.polygons() ?? []
        settings.floors = keys["floors"]?.floorLines() ?? []
        settings.floorHeight = keys["floorHeight"]?.number(in: 1...20, unit: "metres") ?? settings.floorHeight
        settings.columns = keys["columns"]?.integer(in: 1...100)
        if settings.columns != nil, !settings.namesColumns {
            keys["columns"]?.warn(
                "the floor lines do not show both edges of the facade, so that no column can be named",
                remedy: "give the lines of two floors with both ends on the facade's edges, inside the picture")
        }
        return (
            settings, keys["shields"]?.polygons() ?? [],
            keys["selfTest"].map { $0.selfTestMinute() } ?? DetectorSettings.defaultSelfTestMinute
        )
    }

    /// `fire` or `smoke`.
    private func readHazard(_ hazard: Hazard, into settings: inout DetectorSettings) {
        guard let keys = keys(hazard == .fire ? .fire : .smoke) else { return }
        var hazards = settings.fireSmoke?.excluded ?? [:]
        hazards[hazard] = keys["exclude"]?.polygons() ?? []
        settings.fireSmoke = FireSmokeSettings(excluded: hazards)
        settings.hazardSchedules[hazard] = keys["schedule"]?.watches()
    }

    /// When the self-test begins, in minutes after midnight; nil when it is switched off.
    private func selfTestMinute() -> Int? {
        guard let keys = keys(.selfTest) else { return nil }
        let minute = keys["at"]?.minuteOfDay(in: 0...1439)
        return keys["enabled"]?.flag() == false ? nil : minute ?? DetectorSettings.defaultSelfTestMinute
    }

    /// `ebike`.
    private func readElevator(into settings: inout DetectorSettings, isWatched: Bool) {
        guard let keys = keys(.ebike) else { return }
        var ebike = EBikeSettings()
        ebike.cabin = keys["cabin"]?.polygon()
        ebike.door = keys["door"]?.polygon()
        ebike.excluded = keys["exclude"]?.polygons() ?? []
        ebike.bicyclesRing = keys["bicycles"]?.flag() ?? false
        ebike.ringsAtDoor = keys["ringAtDoor"]?.flag() ?? false
        if ebike.ringsAtDoor, ebike.door == nil {
            keys["ringAtDoor"]?.report("no door is given to ring at", remedy: "give `door`, or delete `ringAtDoor`")
        }
        settings.ebike = ebike
        settings.ebikeSchedule = keys["schedule"]?.watches()
        settings.prompt = keys["prompt"]?.line()
        settings.holdDoor = keys["holdDoor"]?.holdDoor(isWatched: isWatched)
        for doubt in LiftDoubt.all(in: ebike) {
            keys[doubt.key]?.warn(doubt.problem, remedy: doubt.remedy)
        }
    }
}
