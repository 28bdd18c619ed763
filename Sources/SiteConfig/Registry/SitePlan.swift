import Ledger
import Yams

/// `compounds`, `keyPositions` and `lifts`, with what they refer to.
struct SitePlan {
    var compounds: [Compound] = []
    var keyPositions: [KeyPosition] = []
    var lifts: [Lift] = []
    var buildings: [BuildingEntry] = []
    /// Names of other things, and where each must be found.
    private(set) var compoundReferences: [Field] = []
    private(set) var buildingReferences: [Field] = []
    private(set) var deviceReferences: [Field] = []
    /// Where each key position and each lift is named, by id.
    private(set) var positionNames: [String: Field] = [:]
    private(set) var liftNames: [String: Field] = [:]

    /// Reads the plan's part of the top of a site's file.
    init(_ keys: SectionReader) {
        readCompounds(keys["compounds"]?.list(of: "compounds") ?? [])
        readKeyPositions(keys["keyPositions"]?.list(of: "key positions") ?? [])
        readLifts(keys["lifts"]?.list(of: "lifts") ?? [])
        var first: [String: Field] = [:]
        buildings = (keys["buildings"]?.list(of: "buildings") ?? []).compactMap { entry in
            entry.buildingEntry(unique: &first)
        }
        compoundReferences += buildings.compactMap(\.compound)
        deviceReferences += buildings.flatMap { $0.cameras.values.flatMap { $0 } }
    }

    private mutating func readCompounds(_ entries: [Value]) {
        var first: [String: Field] = [:]
        for entry in entries {
            guard let keys = entry.keys(.compound),
                let id = keys.newID("compound", "such as east-garden", in: &first)
            else { continue }
            var compound = Compound(id: id)
            compound.name = keys["name"]?.line()
            compounds.append(compound)
        }
    }

    private mutating func readKeyPositions(_ entries: [Value]) {
        let kinds = KeyPosition.Kind.allCases.map(\.rawValue)
        for entry in entries {
            guard let keys = entry.keys(.keyPosition) else { continue }
            let id = keys.newID("position", "such as gate-east", in: &positionNames)
            let kind = keys.required("kind", "write \(Suggestion.choice(kinds))")?.word(of: kinds)
            let name = keys["name"]?.line()
            let compound = keys["compound"]?.field("the id of a compound")
            compoundReferences += [compound].compactMap { $0 }
            guard let id, let kind = kind.flatMap(KeyPosition.Kind.init(rawValue:)) else { continue }
            var position = KeyPosition(id: id, kind: kind)
            (position.name, position.compound) = (name, compound?.text)
            keyPositions.append(position)
        }
    }

    private mutating func readLifts(_ entries: [Value]) {
        for entry in entries {
            guard let keys = entry.keys(.lift), let id = keys.newID("lift", "such as lift-3-1", in: &liftNames) else {
                continue
            }
            var lift = Lift(id: id)
            lift.name = keys["name"]?.line()
            let (building, camera) = (keys["building"]?.field("the id of a building"), keys["camera"]?.field("an id"))
            (lift.building, lift.device) = (building?.text, camera?.text)
            buildingReferences += [building].compactMap { $0 }
            deviceReferences += [camera].compactMap { $0 }
            lifts.append(lift)
        }
    }

    /// Reports every name that stands for nothing.
    func checkReferences(devices: Set<String>) {
        let compounds = Set(compounds.map(\.id))
        for field in compoundReferences where !compounds.contains(field.text) {
            field.reportUnknown("compound", among: compounds, under: "compounds")
        }
        let buildings = Set(buildings.map(\.building.id))
        for field in buildingReferences where !buildings.contains(field.text) {
            field.reportUnknown("building", among: buildings, under: "buildings")
        }
        for field in deviceReferences where !devices.contains(field.text) {
            field.reportUnknown("device", among: devices, under: "devices")
        }
    }
}

extension SectionReader {
    /// The required id under `key`, which no other entry may have.
    func newID(_ key: String, _ example: String, in first: inout [String: Field]) -> String? {
        guard let field = required(key, "give it an id, \(example)")?.field("an id"), let id = field.identifier() else {
            return nil
        }
        field.requireUnique(key, in: &first)
        return id
    }
}
