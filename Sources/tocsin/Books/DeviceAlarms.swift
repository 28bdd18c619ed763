import Alarms
import Detectors
import Ledger
import Polling
import SiteConfig
import Synchronization
import VideoCore
import VideoStreams

/// Makes alarms of what the books see: devices, recorders or everything gone, and bad pictures of polled channels.
final class DeviceAlarms: Sendable {
    /// Incidents of detectors on the same cameras have smaller numbers.
    private static let firstIncident = 2_000_000

    private let live: LiveSettings
    private let desk: AlarmDesk
    private let began: Double
    /// What alarms that are open say of whom they are about: a device that is taken away closes as it opened.
    private let open = Mutex<[Int: CameraContext]>([:])

    /// Alarms of the devices of the site, queued by `desk`. `began`, in seconds since 1970, is 0 of their media time.
    init(_ live: LiveSettings, desk: AlarmDesk, began: Double) {
        self.live = live
        self.desk = desk
        self.began = began
    }

    /// Queues what `action` means at `now`, in seconds since 1970.
    func carryOut(_ action: OutageBook.Action, now: Double) async {
        var finding = Finding(
            kind: action.kind, incident: Self.firstIncident + action.incident, stage: action.opens ? .open : .close,
            start: Double(action.since) - began, end: now - began, detected: now - began, confidence: 1)
        finding.detail = words(action)
        let moment = FindingMoment(mediaTime: now - began, wallTime: WallTime(secondsSince1970: now))
        let known = action.opens ? nil : open.withLock { $0.removeValue(forKey: action.incident) }
        let whom = known ?? context(action.subject)
        if action.opens { open.withLock { $0[action.incident] = whom } }
        await desk.handle(finding, at: moment, camera: whom)
    }

    /// One line: what is wrong, and what to do.
    func words(_ action: OutageBook.Action) -> String {
        guard action.opens else { return "over: \(subject(action))" }
        return "\(subject(action)): \(cause(action))"
    }

    private func subject(_ action: OutageBook.Action) -> String {
        switch action.subject {
        case .device:
            if action.kind == .pictureQuality { return "the picture is of no use" }
            return action.isFlapping ? "goes up and down again and again" : "no stream"
        case .recorder(let id): return "recorder \(id) with its \(action.count) channels gives no stream"
        case .box: return "no device of this site can be reached, \(action.count) in all"
        }
    }

    private func cause(_ action: OutageBook.Action) -> String {
        guard let cause = action.cause else { return "the cause is not known" }
        if action.subject == .box { return "most likely the network of this box. Check its cable, switch and address." }
        if let fault = PictureFault(rawValue: cause) { return fault.words }
        guard let code = StreamFailure.Code(rawValue: cause) else { return cause }
        return StreamFailure(code).description
    }

    /// What the alarm says of whom it is about; at any hour, as a camera that is gone by day is gone by night.
    private func context(_ subject: OutageBook.Subject) -> CameraContext {
        let settings = live.settings
        switch subject {
        case .device(let id):
            if let camera = settings.cameras.first(where: { $0.id.name == id }) {
                var context = settings.context(of: camera)
                context.settings.schedule = .always
                return context
            }
            let device = settings.ledgerRegistry.devices.first { $0.id == id }
            var context = CameraContext(
                site: settings.site,
                camera: AlarmCamera(
                    id: id, name: device?.name, deviceCode: device?.code?.description, nvr: device?.recorder,
                    channel: device?.channel))
            context.timeZone = settings.zone
            context.place.district = device?.district ?? settings.place.district
            context.place.street = device?.street ?? settings.place.street
            context.place.community = device?.community ?? settings.place.community
            context.place.building = device?.building
            return context
        case .recorder(let id):
            let name = settings.nvrs.first { $0.id == id }?.name
            return site(AlarmCamera(id: id, name: name, nvr: id))
        case .box: return site(AlarmCamera(id: settings.site))
        }
    }

    private func site(_ camera: AlarmCamera) -> CameraContext {
        let settings = live.settings
        var context = CameraContext(site: settings.site, camera: camera)
        context.timeZone = settings.zone
        context.place.district = settings.place.district
        context.place.street = settings.place.street
        context.place.community = settings.place.community
        return context
    }
}
