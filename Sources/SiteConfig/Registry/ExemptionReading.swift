import Foundation
import Ledger
import Yams

/// `exemptions`.
extension Value {
    /// - Parameter devices: the ledger's, by which an exemption of a recorder is one of its devices.
    func exemption(zone: TimeZone, devices: [Device], recorders: Set<String>) -> Exemption? {
        guard let keys = keys(.exemption) else { return nil }
        let exempted = keys.exempted(devices, recorders: recorders)
        let reason = keys.required("reason", "say why")?.line()
        let approver = keys.required("approver", "say who approved it")?.line()
        func moment(_ key: String) -> Double? {
            keys.required(key, "write day and time in quotes, as \"2025-03-01 08:00\"")?.field("a time")?.moment(
                in: zone)
        }
        let (start, end, entered) = (moment("from"), moment("to"), moment("entered"))
        guard let exempted, let reason, let approver, let start, let end, let entered else { return nil }
        var exemption = Exemption(
            devices: exempted, reason: reason, approver: approver, start: start, end: end, entered: entered)
        exemption.recorder = keys["nvr"]?.field()?.text
        warn(about: exemption.flaw)
        return exemption
    }

    private func warn(about flaw: Exemption.Flaw?) {
        switch flaw {
        case .backwards:
            warn(
                "the exemption ends before it begins: it does not count", remedy: "swap `from` and `to`, or correct one"
            )
        case .enteredLate:
            warn(
                "the exemption was entered more than 24 h after it began: it does not count",
                remedy: "write a later `from`; what came before stays without exemption")
        case .tooLong:
            warn(
                "the exemption lasts more than 7 days: it does not count",
                remedy: "shorten it; for longer works have another one approved")
        case nil: break
        }
    }
}

extension SectionReader {
    /// The ids under `devices`, or those of the devices of `nvr`.
    fileprivate func exempted(_ all: [Device], recorders: Set<String>) -> [String]? {
        if let nvr = self["nvr"] {
            if self["devices"] != nil {
                nvr.report("the devices are given twice", remedy: "keep either `devices` or `nvr`")
                return nil
            }
            guard let field = nvr.field("the id of a recorder") else { return nil }
            guard recorders.contains(field.text) else {
                field.reportUnknown("recorder", among: recorders, under: "nvrs")
                return nil
            }
            let devices = all.filter { $0.recorder == field.text }.map(\.id)
            if devices.isEmpty {
                nvr.warn(
                    "no device hangs on this recorder", remedy: "give devices their `nvr`, or list them under `devices`"
                )
            }
            return devices
        }
        guard let list = required("devices", "list the ids of the devices, or name their `nvr`") else { return nil }
        guard let fields = list.list(of: "ids of devices")?.compactMap({ $0.field("the id of a device") }) else {
            return nil
        }
        if fields.isEmpty { list.report("names no device", remedy: "list the ids of the devices, or name their `nvr`") }
        let known = Set(all.map(\.id))
        for field in fields where !known.contains(field.text) {
            field.reportUnknown("device", among: known, under: "devices")
        }
        return fields.map(\.text)
    }
}
