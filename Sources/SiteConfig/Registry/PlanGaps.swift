import Ledger

/// What of the site plan cannot count as watched, as too little is said of it. Where a whole kind lacks the same, one word
/// of ``RegistryDoubts`` stands for all.
extension SitePlan {
    /// Warns of each such thing, in the order of the file's kinds; `devices` is the ledger's.
    func warnOfGaps(devices: [Device]) {
        warnOfBuildings()
        for lift in lifts where lift.device == nil {
            liftNames[lift.id]?.warn(
                "the lift has no camera: e-bikes are not noticed there, and its compound does not count (电动车进电梯)",
                remedy: "name the device in its cabin as `camera`")
        }
        let watched = Set(devices.compactMap(\.keyPosition))
        for position in keyPositions where !watched.isEmpty && !watched.contains(position.id) {
            positionNames[position.id]?.warn(
                "no device watches this key position: it does not count as covered (覆盖率)",
                remedy: "give the device there `keyPosition: \(position.id)`")
        }
    }

    private func warnOfBuildings() {
        let tall = buildings.filter { $0.building.floors >= RegistryDoubts.watchedFloors }
        guard tall.contains(where: { $0.building.facades.contains { !$0.openings.isEmpty } }) else { return }
        for entry in tall {
            if entry.building.facades.isEmpty {
                entry.name?.warn(
                    "the building has \(entry.building.floors) floors and no facade: it does not count as watched "
                        + "(楼栋覆盖率), and its openings are unknown (开口覆盖率)",
                    remedy: "give it `facades` with `openings` and `cameras`")
            }
            for facade in entry.building.facades where facade.openings.isEmpty {
                entry.facadeNames[facade.id]?.warn(
                    "the facade has no openings: none of it counts as watched (楼栋覆盖率, 开口覆盖率)",
                    remedy: "write `openings` per storey, as 8 for each, or {3-18: 8, 19: 4}; 0 where there are none")
            }
        }
    }
}
