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

    /// `ebike.holdDoor`.
    private func holdDoor(isWatched: Bool) -> DetectorSettings.HoldDoor? {
        guard let keys = keys(.holdDoor),
            let relay = keys.required("relay", "name the file that holds the door while it says 1")?
                .text("the path of a file")
        else { return nil }
        let door = DetectorSettings.HoldDoor(
            relay: ConfigurationFile.path(relay, from: diagnosis.directory),
            fireService: keys["fireService"]?.text("the path of a file").map {
                ConfigurationFile.path($0, from: diagnosis.directory)
            })
        if isWatched { keys["relay"]?.warnAboutRelay(door.relay) }
        if door.relay == door.fireService {
            keys["fireService"]?.report(
                "it is the relay itself", remedy: "name the file of fire service's signal, or delete the key")
        }
        return door
    }

    /// A relay that cannot be written lets go for ever, which is noticed when it should have held.
    private func warnAboutRelay(_ path: String) {
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            if isFolder.boolValue {
                warn("it is a folder, so the door will not be held", remedy: "name the file of the relay in it")
            }
            return
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if !FileManager.default.fileExists(atPath: folder) {
            warn(
                "the folder of this file does not exist, so the door will not be held",
                remedy: "check the path; make the folder before the service starts")
        }
    }
}
