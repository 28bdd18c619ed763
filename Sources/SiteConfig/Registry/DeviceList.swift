import Foundation

/// A list of devices in a file of its own: a table with a header, its columns parted by commas, semicolons or tabs.
struct DeviceList {
    private let path: String
    private let diagnosis: Diagnosis
    private(set) var entries: [DeviceEntry] = []

    /// Bytes; 20,000 devices take 5 MB.
    private static let largest = 32 << 20

    /// Reads the file that `value` names. What is wrong in it is reported with its lines.
    init?(_ value: Value) {
        guard let name = value.text("the path of a list of devices, such as devices.csv") else { return nil }
        diagnosis = value.diagnosis
        path = ConfigurationFile.path(name, from: diagnosis.directory)
        let bytes: Data
        do {
            bytes = try ConfigurationFile.content(of: path, atMost: Self.largest)
        } catch {
            value.report("the list of devices \(error.mistake.problem)", remedy: error.mistake.remedy)
            return nil
        }
        do throws(TableFault) {
            try read(TableText(Array(bytes)))
        } catch {
            var mistake = Mistake(
                line: error.line, column: error.line.map { _ in 1 }, problem: error.problem, remedy: error.remedy)
            mistake.file = path
            diagnosis.report(mistake)
        }
    }

    private mutating func read(_ text: TableText) throws(TableFault) {
        var reader = TableReader(text)
        guard let first = try reader.next(), let header = DeviceHeader(first, file: path, diagnosis) else { return }
        while let row = try reader.next(), !diagnosis.isFull {
            guard let fields = header.fields(of: row), let anchor = fields[.device] ?? fields[.code] else { continue }
            var entry = fields
            // Lists that have one number alone give the device's code as its id.
            if !header.hasCode, anchor.text.utf8.count == 20, anchor.text.allSatisfy(\.isWholeNumber) {
                entry[.code] = anchor
            }
            if let made = DeviceEntry(entry, anchor: anchor, isListed: true) { entries.append(made) }
        }
    }
}
