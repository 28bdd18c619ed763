import Alarms
import Foundation
import VideoCore

/// What this side tells a platform that asks: what it is, how it does, which cameras it has (GB/T 28181, annex A.2.6).
struct DeviceDescription {
    let settings: GB28181Settings

    /// Cameras in one answer: two fit into a datagram.
    private var camerasAtOnce: Int { settings.transport == .udp ? 2 : 20 }

    /// The commands that answer `heard`, in order; none where nothing is to be said.
    func answers(to heard: HeardCommand, at now: Timestamp) -> [Command] {
        guard let type = heard.type, let number = heard.number else { return [] }
        let device = heard["DeviceID"] ?? settings.deviceCode
        func answer(_ elements: [Command.Element]) -> [Command] {
            [Command("Response", type, number: number, device: device, elements)]
        }
        switch (heard.root, type) {
        case ("Query", "Catalog"): return catalogue(number: number, device: device)
        case ("Query", "DeviceInfo"): return answer(information)
        case ("Query", "DeviceStatus"): return answer(status(at: now))
        case ("Query", "RecordInfo"):
            return answer([
                .text("Name", "Tocsin"), .text("SumNum", "0"), .group("RecordList", [], attributes: ["Num=\"0\""]),
            ])
        // Moving a camera is not answered (A.2.3); whatever else is asked to be done here is not.
        case ("Control", _) where heard["PTZCmd"] != nil: return []
        case ("Query", _), ("Control", _): return answer([.text("Result", "ERROR")])
        default: return []
        }
    }

    private var information: [Command.Element] {
        [
            .text("DeviceName", "Tocsin"), .text("Result", "OK"), .text("Manufacturer", "Tocsin"),
            .text("Model", "Tocsin"), .text("Firmware", "1"), .text("Channel", "\(settings.channels.count)"),
        ]
    }

    private func status(at now: Timestamp) -> [Command.Element] {
        [
            .text("Result", "OK"), .text("Online", "ONLINE"), .text("Status", "OK"),
            .text("DeviceTime", AlarmNotice.local(now, in: settings.timeZone)), .text("Encode", "OFF"),
            .text("Record", "OFF"),
        ]
    }

    private func catalogue(number: Int, device: String) -> [Command] {
        let cameras = settings.channels
        let groups = stride(from: 0, to: max(cameras.count, 1), by: camerasAtOnce).map {
            cameras[$0..<min($0 + camerasAtOnce, cameras.count)]
        }
        return groups.map { group in
            Command(
                "Response", "Catalog", number: number, device: device,
                [
                    .text("SumNum", "\(cameras.count)"),
                    .group("DeviceList", group.map(item), attributes: ["Num=\"\(group.count)\""]),
                ])
        }
    }

    private func item(_ camera: GB28181Settings.Channel) -> Command.Element {
        var elements: [Command.Element] = [
            .text("DeviceID", camera.code), .text("Name", camera.name), .text("Manufacturer", "Tocsin"),
            .text("Model", "Tocsin"), .text("Owner", "Tocsin"), .text("CivilCode", String(camera.code.prefix(6))),
            .text("Address", camera.name), .text("Parental", "0"), .text("ParentID", settings.deviceCode),
            .text("SafetyWay", "0"), .text("RegisterWay", "1"), .text("Secrecy", "0"), .text("Status", "ON"),
        ]
        if let longitude = camera.longitude, let latitude = camera.latitude {
            elements += [.text("Longitude", "\(longitude)"), .text("Latitude", "\(latitude)")]
        }
        return .group("Item", elements)
    }
}
