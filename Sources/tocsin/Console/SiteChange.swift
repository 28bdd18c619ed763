import SiteConfig
import VideoCore

/// What becomes of the cameras that run when the site's file says something else.
struct SiteChange: Hashable {
    /// Cameras that run afterwards and did not before.
    var added: [CameraID] = []
    /// Cameras whose stream or detectors are set up differently: they begin anew.
    var replaced: [CameraID] = []
    /// Cameras that do not run any more.
    var removed: [CameraID] = []
    /// What goes on as before until the next start, each with the entry that it is about.
    var later: [Mistake] = []
    /// The site afterwards: cameras, recorders and ledger are the new ones, everything else is as it was.
    let settings: SiteSettings

    /// From `old` to `new`.
    init(from old: SiteSettings, to new: SiteSettings) {
        var settings = old
        settings.cameras = new.cameras
        settings.nvrs = new.nvrs
        settings.registry = new.registry
        settings.channels = new.channels
        settings.usesRegistry = new.usesRegistry
        self.settings = settings
        let (before, after) = (Self.running(old), Self.running(settings))
        for camera in settings.runnable {
            guard let earlier = before[camera.id] else {
                added.append(camera.id)
                continue
            }
            if Self.essence(earlier, old) != Self.essence(camera, settings) { replaced.append(camera.id) }
        }
        removed = old.runnable.map(\.id).filter { after[$0] == nil }
        later = Self.doors(old, settings) + Self.rest(settings, new)
    }

    private static func running(_ site: SiteSettings) -> [CameraID: CameraSettings] {
        Dictionary(site.runnable.map { ($0.id, $0) }) { first, _ in first }
    }

    /// What its stream and its detectors are made of. What only its alarms say can change while it runs.
    private struct Essence: Hashable {
        let camera: CameraSettings
        let maxConnects: Int?
    }

    private static func essence(_ camera: CameraSettings, _ site: SiteSettings) -> Essence {
        var camera = camera
        (camera.name, camera.deviceCode, camera.channel) = (nil, nil, nil)
        camera.place = CameraSettings.Place()
        camera.alarms = AlarmRules()
        camera.detectors?.shields = []
        camera.detectors?.prompt = nil
        camera.detectors?.holdDoor = nil
        camera.detectors?.ebikeSchedule = nil
        camera.detectors?.hazardSchedules = [:]
        return Essence(camera: camera, maxConnects: site.nvrs.first { $0.id == camera.nvr }?.maxConnects)
    }

    private static let restart = "restart the service for it, or leave it until the next start"

    private static func doors(_ old: SiteSettings, _ new: SiteSettings) -> [Mistake] {
        let (before, after) = (running(old), running(new))
        return Set(before.keys).union(after.keys).sorted { $0.name < $1.name }.compactMap { id in
            guard before[id]?.detectors?.holdDoor != after[id]?.detectors?.holdDoor else { return nil }
            return Mistake(
                key: "cameras", problem: "takes effect at the next start of the service: how the door of \(id) is held",
                remedy: restart)
        }
    }

    /// Somebody may have changed more than one entry, in the file itself.
    private static func rest(_ settings: SiteSettings, _ new: SiteSettings) -> [Mistake] {
        var (held, wanted) = (settings, new)
        (held.warnings, wanted.warnings) = ([], [])
        // It is merged into cameras, and demonstrations have a folder of their own.
        (held.place, held.dataDirectory) = (wanted.place, wanted.dataDirectory)
        guard held != wanted else { return [] }
        return [
            Mistake(
                problem: "takes effect at the next start of the service: what else was changed in the file itself",
                remedy: restart)
        ]
    }
}
