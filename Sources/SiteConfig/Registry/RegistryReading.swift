import Detectors
import Foundation
import Ledger
import VideoCore
import Yams

extension SectionReader {
    /// Whether anything of the ledger is given besides cameras and recorders.
    private var usesRegistry: Bool {
        ["devices", "deviceFiles", "compounds", "buildings", "lifts", "keyPositions", "exemptions"].contains {
            self[$0] != nil
        }
    }

    /// The ledger, out of the whole file.
    func readRegistry(into site: inout SiteSettings, cameras: [(entry: Value, camera: CameraSettings?)]) {
        let plan = SitePlan(self)
        var entries = self["devices"]?.deviceEntries() ?? []
        for file in self["deviceFiles"]?.list(of: "lists of devices") ?? [] {
            entries += DeviceList(file)?.entries ?? []
        }
        var book = DeviceBook(site, buildings: plan.buildings)
        book.add(entries, beside: cameras)
        let devices = Set(book.devices.map(\.id))
        plan.checkReferences(devices: devices)
        book.checkReferences(keyPositions: Set(plan.keyPositions.map(\.id)))
        site.usesRegistry = usesRegistry
        site.registry = registry(plan, book, site)
        site.channels = book.channels(warns: usesRegistry)
        if usesRegistry { RegistryDoubts.warn(about: site.registry, owner.diagnosis) }
    }

    private func registry(_ plan: SitePlan, _ book: DeviceBook, _ site: SiteSettings) -> Registry {
        var registry = Registry()
        registry.devices = book.devices
        registry.recorders = site.nvrs.map { nvr in
            var recorder = Recorder(id: nvr.id)
            recorder.name = nvr.name
            return recorder
        }
        registry.compounds = plan.compounds
        registry.keyPositions = plan.keyPositions
        registry.lifts = plan.lifts
        let sights = FacadeSights(site.cameras)
        registry.buildings = plan.buildings.map { sights.completed($0) }
        let zone = TimeZone(identifier: site.timeZone) ?? .gmt
        let recorders = Set(site.nvrs.map(\.id))
        registry.exemptions = (self["exemptions"]?.list(of: "exemptions") ?? []).compactMap { entry in
            entry.exemption(zone: zone, devices: book.devices, recorders: recorders)
        }
        return registry
    }
}

/// What cameras under analysis see of the facades they watch.
struct FacadeSights {
    private let cameras: [String: DetectorSettings]

    init(_ cameras: [CameraSettings]) {
        let running = cameras.filter(\.enabled).map { ($0.id.name, $0.detectors ?? DetectorSettings()) }
        self.cameras = Dictionary(running) { first, _ in first }
    }

    /// The building of `entry` with the views of its facades.
    func completed(_ entry: BuildingEntry) -> Building {
        var building = entry.building
        for index in building.facades.indices {
            let fields = entry.cameras[building.facades[index].id] ?? []
            building.facades[index].views = fields.map { view(of: $0.text, floors: building.floors) }
        }
        return building
    }

    private func view(of device: String, floors: Int) -> Facade.View {
        guard let settings = cameras[device]?.thrownObject,
            let coverage = FacadeCoverage(of: 1...floors, in: settings)
        else { return Facade.View(device: device, isCalibrated: false, seen: [:]) }
        return Facade.View(device: device, isCalibrated: true, seen: coverage.shares)
    }
}
