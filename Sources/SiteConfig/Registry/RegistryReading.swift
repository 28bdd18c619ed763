import Foundation
import Ledger
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
        // Before what each of thousands of devices may be warned of: warnings have an end.
        if usesRegistry { RegistryDoubts.warn(about: site.registry, owner.diagnosis) }
        site.channels = book.channels(warns: usesRegistry)
        if usesRegistry { plan.warnOfGaps(devices: book.devices) }
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
