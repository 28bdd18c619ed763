import Detectors
import Foundation
import Ledger
import SiteConfig
import VideoCore

extension SiteSettings {
    /// What the books are about: the site's cameras that are switched on, as devices, and its recorders.
    var ledgerRegistry: Registry {
        var registry = Registry()
        registry.devices = runnable.map { Device($0) }
        registry.recorders = nvrs.map { entry in
            var recorder = Ledger.Recorder(id: entry.id)
            recorder.name = entry.name
            return recorder
        }
        return registry
    }

    /// Where the books lie.
    var booksPath: String { dataDirectory + "/" + Books.fileName }
}

extension Device {
    /// The device that is the camera `settings`, whose place is complete.
    fileprivate init(_ settings: CameraSettings) {
        self.init(id: settings.id.name)
        code = settings.deviceCode.flatMap { try? DeviceCode($0) }
        name = settings.name
        district = settings.place.district
        street = settings.place.street
        community = settings.place.community
        building = settings.place.building
        recorder = settings.nvr
        channel = settings.channel
        if settings.detectors?.thrownObject != nil { watches.insert(.thrownObject) }
        if settings.detectors?.ebike != nil { watches.insert(.ebike) }
        for hazard in settings.detectors?.fireSmoke?.watched ?? [] { watches.insert(hazard == .fire ? .fire : .smoke) }
    }
}
