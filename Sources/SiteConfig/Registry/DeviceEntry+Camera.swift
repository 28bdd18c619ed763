import Detectors
import Ledger

/// A device that is one of the cameras as well.
extension DeviceEntry {
    /// Reports what contradicts the camera, or would have no effect beside it.
    func check(against camera: CameraSettings) {
        for column in [DeviceColumn.url, .username, .transport, .stream] {
            fields[column]?.report(
                "\(camera.id) is a camera under `cameras`, and what stands there is used", remedy: "delete it here")
        }
        if login.username != nil, fields[.username] == nil {
            anchor.report(
                "\(camera.id) is a camera under `cameras`, and the login there is used",
                remedy: "delete user name and password here")
        }
        reportIfOther(.code, device.code?.description, camera.deviceCode)
        reportIfOther(.nvr, device.recorder, camera.nvr)
        reportIfOther(.channel, device.channel.map { "\($0)" }, camera.channel.map { "\($0)" })
    }

    private func reportIfOther(_ column: DeviceColumn, _ here: String?, _ there: String?) {
        guard let here, let there, here != there else { return }
        fields[column]?.report(
            "the camera of this id has another one, \(anchor.diagnosis.secrets.quoted(there))",
            remedy: "keep it in one place, or correct one of them")
    }
}

extension CameraSettings {
    /// What it is watched for; without `detectors:` that is what any place may have.
    var watches: Set<Device.Watch> {
        guard let detectors else { return [.thrownObject, .fire, .smoke] }
        var watches: Set<Device.Watch> = []
        if detectors.thrownObject != nil { watches.insert(.thrownObject) }
        if detectors.ebike != nil { watches.insert(.ebike) }
        for hazard in detectors.fireSmoke?.watched ?? [] { watches.insert(hazard == .fire ? .fire : .smoke) }
        return watches
    }
}
