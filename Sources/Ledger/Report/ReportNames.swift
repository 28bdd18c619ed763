/// What people call the things that a report speaks of by id.
struct ReportNames {
    private var devices: [String: String] = [:]
    private var recorders: [String: String] = [:]
    private var positions: [String: String] = [:]
    private var buildings: [String: String] = [:]
    private var compounds: [String: String] = [:]
    private let language: ReportLanguage

    init(_ registry: Registry, _ language: ReportLanguage) {
        self.language = language
        for device in registry.devices { devices[device.id] = device.name }
        for recorder in registry.recorders { recorders[recorder.id] = recorder.name }
        for position in registry.keyPositions {
            positions[position.id] = position.name ?? position.kind.words[language]
        }
        for building in registry.buildings { buildings[building.id] = building.name }
        for compound in registry.compounds { compounds[compound.id] = compound.name }
    }

    /// The name of a device, else its id.
    func device(_ id: String) -> String { devices[id] ?? id }

    /// Name and id of a device, as both are needed to find it.
    func deviceAndID(_ id: String) -> String { Self.both(devices[id], id) }

    /// The recorder that `exemption` is for, or its devices.
    func scope(_ exemption: Exemption) -> String {
        exemption.recorder.map { Self.both(recorders[$0], $0) }
            ?? exemption.devices.map(device).joined(separator: language == .chinese ? "、" : ", ")
    }

    /// What a group is called; nil for the devices of which nothing is said.
    func group(_ id: String?, by grouping: Grouping) -> String? {
        guard let id else { return nil }
        return switch grouping {
        case .device: device(id)
        case .nvr: recorders[id] ?? id
        case .keyPosition: Self.both(positions[id], id)
        case .community: compounds[id] ?? id
        case .district, .street, .type: id
        }
    }

    /// Name and id of what fails `indicator`.
    func failing(_ id: String, _ indicator: Indicator) -> String {
        switch indicator {
        case .networked, .intact, .outputRate: Self.both(devices[id], id)
        case .coverage: Self.both(positions[id], id)
        case .tallBuildings, .buildings, .openings: Self.both(buildings[id], id)
        case .elevators, .fire: Self.both(compounds[id], id)
        }
    }

    private static func both(_ name: String?, _ id: String) -> String {
        name.map { $0 == id ? id : "\($0) (\(id))" } ?? id
    }
}
