import Alarms
import Console
import Ledger
import Pipeline
import Polling
import SiteConfig
import VideoCore
import VideoStreams

extension SiteView {
    /// How every camera is doing, in the order of the site's file; then the devices that are polled only.
    var statuses: [CameraStatus] {
        let settings = site.settings
        let reports = Dictionary(supervisor.reports.map { ($0.id, $0) }) { first, _ in first }
        let watched = settings.runnable.map { camera in
            var status = CameraStatus(id: camera.id.name, name: camera.name, analysed: true)
            status.place = settings.context(of: camera).place
            status.detectors = (camera.detectors?.names ?? DetectorName.usual).map(\.rawValue).sorted()
            if let report = reports[camera.id] { status.note(report, sampler.view(of: camera.id)) }
            status.selfTest = verdicts.lastSelfTest(camera.id).map { .init(at: $0.date, passed: $0.passed) }
            status.pictureAt = supervisor.tap(of: camera.id)?.newestKeyframe.map { Timestamp($0.wallTime) }
            status.outputRate = rates.rate(of: camera.id.name)
            return status
        }
        let ids = Set(watched.map(\.id))
        let others = settings.ledgerRegistry.devices.filter { !ids.contains($0.id) }
        return watched + others.map(polled)
    }

    private func polled(_ device: Device) -> CameraStatus {
        var status = CameraStatus(id: device.id, name: device.name, analysed: false)
        status.place = AlarmPlace(device)
        if let last = kept?.board.last(device.id) {
            status.state = CameraStatus.State(last.state)
            status.cause = last.cause
            status.since = Timestamp(milliseconds: Int64(last.since) * 1000)
        }
        status.pictureAt = kept?.thumbnails.newestMoment(of: device.id).map {
            Timestamp(milliseconds: Int64($0) * 1000)
        }
        status.outputRate = rates.rate(of: device.id)
        return status
    }
}
