import Yams

/// `devices`.
extension Value {
    /// The entries of the list, without those that have no usable id.
    func deviceEntries() -> [DeviceEntry] {
        (list(of: "devices") ?? []).compactMap { $0.deviceEntry() }
    }

    private func deviceEntry() -> DeviceEntry? {
        guard let keys = keys(.device) else { return nil }
        let anchor = keys.required("device", "give the device an id, such as gate-east")?.field("an id")
        var fields: [DeviceColumn: Field] = [:]
        for column in DeviceColumn.allCases where column != .device && column != .username {
            fields[column] = keys[column.rawValue]?.field(column.expected)
        }
        let login = keys.login(readsFile: true)
        guard let anchor, var entry = DeviceEntry(fields, anchor: anchor, isListed: false) else { return nil }
        entry.login = login
        keys.checkLogin(fits: entry.address?.text, isFile: entry.address?.isFile ?? false)
        if let address = entry.address, !address.isFile, address.text.contains("@") { diagnosis.sawPassword() }
        return entry
    }
}
