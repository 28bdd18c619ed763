import Ledger
import Yams

/// A building as the site's file tells of it; what its cameras see comes later.
struct BuildingEntry {
    var building: Building
    /// Where it is named.
    var name: Field?
    /// Facade → where it is named.
    var facadeNames: [String: Field] = [:]
    /// Where its compound is named.
    var compound: Field?
    /// Facade → where the devices that watch it are named.
    var cameras: [String: [Field]] = [:]
}

/// `buildings`.
extension Value {
    func buildingEntry(unique first: inout [String: Field]) -> BuildingEntry? {
        guard let keys = keys(.building) else { return nil }
        let id = keys.newID("building", "such as east-3", in: &first)
        let floors = keys.required("floors", "write how many storeys are above the ground")?.integer(in: 1...200)
        let name = keys["name"]?.line()
        let compound = keys["compound"]?.field("the id of a compound")
        let facades = keys["facades"]?.list(of: "facades") ?? []
        var entry = BuildingEntry(building: Building(id: id ?? "", floors: floors ?? 1), compound: compound)
        (entry.building.name, entry.building.compound) = (name, compound?.text)
        entry.name = id.flatMap { first[$0] }
        for facade in facades { facade.readFacade(into: &entry, knowsFloors: floors != nil) }
        return id == nil || floors == nil ? nil : entry
    }

    private func readFacade(into entry: inout BuildingEntry, knowsFloors: Bool) {
        guard let keys = keys(.facade) else { return }
        let id = keys.newID("facade", "such as south", in: &entry.facadeNames)
        let openings = keys["openings"]?.openings(floors: knowsFloors ? entry.building.floors : 200)
        let cameras = keys["cameras"]?.list(of: "ids of devices")?.compactMap { $0.field("the id of a device") }
        guard let id else { return }
        var names: [String: Field] = [:]
        for camera in cameras ?? [] { camera.requireUnique("entry", in: &names) }
        var facade = Facade(id: id)
        facade.openings = openings ?? [:]
        entry.building.facades.append(facade)
        entry.cameras[id] = cameras ?? []
    }

    private static let openingsForm = "openings per storey, as 8 for each, or {3-18: 8, 19: 4}"

    /// Openings of each storey: one number for all, or numbers by storey.
    private func openings(floors: Int) -> [Int: Int]? {
        guard let pairs = node.mapping else {
            if node.sequence != nil {
                report("should be a number or storeys, not a list", remedy: "write \(Self.openingsForm)")
                return nil
            }
            return integer(in: 0...1000).map { count in
                Dictionary(uniqueKeysWithValues: (1...floors).map { ($0, count) })
            }
        }
        var openings: [Int: Int] = [:]
        for (key, node) in pairs {
            let name = key.scalar?.string ?? ""
            let value = Value(node: node, path: "\(path).\(diagnosis.secrets.shownKey(name))", diagnosis: diagnosis)
            guard let storeys = value.storeys(name, floors: floors), let count = value.integer(in: 0...1000) else {
                continue
            }
            if let twice = storeys.first(where: { openings[$0] != nil }) {
                value.report("storey \(twice) has openings already", remedy: "name each storey once")
            }
            for storey in storeys { openings[storey] = count }
        }
        return openings
    }

    /// `19` or `3-18`.
    private func storeys(_ text: String, floors: Int) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1], low <= high else {
            report("the key names no storeys", remedy: "write \(Self.openingsForm)")
            return nil
        }
        guard low >= 1, high <= floors else {
            report("the building has storeys 1…\(floors)", remedy: "name storeys of it, or correct `floors`")
            return nil
        }
        return low...high
    }
}
