/// The first line of a list of devices: which column is what.
struct DeviceHeader {
    private let columns: [DeviceColumn?]
    private let titles: [String]
    private let file: String
    private let diagnosis: Diagnosis

    /// Whether codes have a column of their own.
    var hasCode: Bool { columns.contains(.code) }

    /// Reads the titles in `row`. Nothing where the list cannot be used; the reason is reported.
    init?(_ row: TableReader.Row, file: String, _ diagnosis: Diagnosis) {
        self.file = file
        self.diagnosis = diagnosis
        titles = row.cells.map { Self.trimmed($0.text) }
        columns = titles.map { DeviceColumn(title: $0) }
        let cells = row.cells.map { field($0, row, "") }
        guard checkPasswords(cells), checkColumns(cells) else { return nil }
    }

    /// The cells of `row` by column, empty ones left out; nothing for an empty row, or one with too many cells.
    func fields(of row: TableReader.Row) -> [DeviceColumn: Field]? {
        var fields: [DeviceColumn: Field] = [:]
        for (index, cell) in row.cells.enumerated() {
            let text = Self.plain(cell.text)
            guard !text.isEmpty else { continue }
            guard index < columns.count else {
                field(cell, row, "").report(
                    "the line has more fields than the header, \(row.cells.count) rather than \(columns.count)",
                    remedy: "put a field that holds a separator in quotes, or delete what is too much")
                return nil
            }
            guard let column = columns[index] else { continue }
            let field = Field(
                text: text, file: file, line: cell.line, column: cell.column, path: titles[index], diagnosis: diagnosis)
            guard accepts(field, as: column) else { continue }
            fields[column] = field
        }
        guard !fields.isEmpty else { return nil }
        if fields[.device] == nil, fields[.code] == nil {
            let title = zip(columns, titles).first { $0.0 == .device }?.1 ?? "code"
            field(row.cells[0], row, title).report(
                "the device has no id", remedy: "fill in the column, or delete the line")
            return nil
        }
        return fields
    }

    private func accepts(_ field: Field, as column: DeviceColumn) -> Bool {
        guard column == .url, field.text.contains("@") else { return true }
        field.report(
            "a URL with a login in it may not stand in a list",
            remedy: "take the login out; passwords belong into `passwordFile` of the recorder, under `nvrs`")
        return false
    }

    private func field(_ cell: TableReader.Cell, _ row: TableReader.Row, _ title: String) -> Field {
        Field(text: cell.text, file: file, line: cell.line, column: cell.column, path: title, diagnosis: diagnosis)
    }

    private func checkPasswords(_ cells: [Field]) -> Bool {
        guard let index = titles.firstIndex(where: DeviceColumn.isPassword) else { return true }
        cells[index].report(
            "a list of devices may not hold passwords",
            remedy: "delete column \(index + 1); passwords belong into `passwordFile` of the recorder, under `nvrs`")
        return false
    }

    private func checkColumns(_ cells: [Field]) -> Bool {
        let example = "device,name,nvr,channel, or 设备编号,名称,录像机,通道"
        guard columns.contains(where: { $0 != nil }) else {
            cells.first?.report(
                "the first line names no column that is known", remedy: "begin with a header such as \(example)")
            return false
        }
        for (index, column) in columns.enumerated() {
            guard let column else {
                warnUnread(cells[index], titles[index])
                continue
            }
            if let first = columns.firstIndex(of: column), first < index {
                cells[index].report(
                    "columns \(first + 1) and \(index + 1) both give the \(column.rawValue)",
                    remedy: "delete one of them")
                return false
            }
        }
        guard columns.contains(.device) || hasCode else {
            cells.first?.report("no column gives the devices an id", remedy: "add a column `device` (设备编号)")
            return false
        }
        return true
    }

    private func warnUnread(_ cell: Field, _ title: String) {
        guard !title.isEmpty else { return }
        let near = Suggestion.nearest(to: title, in: DeviceColumn.allCases.map(\.rawValue))
        cell.warn(
            "column \(cell.shown) is not read",
            remedy: near.map { "did you mean `\($0)`?" }
                ?? "nothing to do, or name it as one of \(DeviceColumn.allCases.map(\.rawValue).joined(separator: ", "))"
        )
    }

    /// Without blanks around it, and without what keeps spreadsheets from making a number of it: `'370…` and `="370…"`.
    private static func plain(_ text: String) -> String {
        var plain = trimmed(text)
        if plain.hasPrefix("=\""), plain.hasSuffix("\""), plain.utf8.count > 3 {
            plain = String(plain.dropFirst(2).dropLast())
        } else if plain.hasPrefix("'") {
            plain.removeFirst()
        }
        return plain
    }

    /// By bytes: what is Chinese in a list of twenty thousand devices is a great deal to cut into characters.
    private static func trimmed(_ text: String) -> String {
        var bytes = Substring(text).utf8
        while let blank = blanks.first(where: bytes.starts) { bytes.removeFirst(blank.count) }
        while let blank = blanks.first(where: { bytes.suffix($0.count).elementsEqual($0) }) {
            bytes.removeLast(blank.count)
        }
        return bytes.count == text.utf8.count ? text : String(Substring(bytes))
    }

    /// A blank, a tabulator and the blank of Chinese text.
    private static let blanks = [" ", "\t", "\u{3000}"].map { Array($0.utf8) }
}
