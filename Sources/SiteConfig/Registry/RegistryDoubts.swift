import Ledger

/// What keeps a figure of the plan's scoreboard from being computed.
enum RegistryDoubts {
    /// From this height on the plan wants a building watched for thrown objects (domain.md).
    static let watchedFloors = 7

    static func warn(about registry: Registry, _ diagnosis: Diagnosis) {
        func warn(_ key: String, _ problem: String, _ remedy: String) {
            diagnosis.warn(Mistake(key: key, problem: problem, remedy: remedy))
        }
        let tall = registry.buildings.filter { $0.floors >= watchedFloors }
        if registry.buildings.isEmpty {
            warn("buildings", "no building is registered: how many are watched (楼栋覆盖率) stays unknown", "list them")
        } else if !tall.isEmpty, tall.allSatisfy({ $0.facades.allSatisfy(\.openings.isEmpty) }) {
            warn(
                "buildings", "no facade has openings: which of them are in view (开口覆盖率) stays unknown",
                "give each building of 7 floors or more its `facades` with `openings`")
        }
        if registry.keyPositions.isEmpty {
            warn(
                "keyPositions", "no key position is registered: their coverage (覆盖率, 联网率, 完好率) stays unknown",
                "list entrances, parking, roads and fire lanes of the site plan")
        } else if registry.devices.allSatisfy({ $0.keyPosition == nil }) {
            warn(
                "keyPositions", "no device names a key position, so none counts as covered",
                "give the devices there their `keyPosition`")
        }
        if registry.lifts.isEmpty {
            warn("lifts", "no lift is registered: where e-bikes would be noticed stays unknown", "list the lifts")
        }
        if registry.compounds.isEmpty {
            warn(
                "compounds", "no compound is registered: the share of them with watched lifts stays unknown",
                "list them, and name them in `buildings`")
        } else if !registry.buildings.isEmpty, registry.buildings.allSatisfy({ $0.compound == nil }) {
            warn(
                "compounds", "no building names its compound: the share of them with watched lifts stays unknown",
                "give the buildings their `compound`")
        }
    }
}
