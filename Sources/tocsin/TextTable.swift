/// Rows of text with columns padded to their widest entry, without blanks at line ends.
struct TextTable {
    private let rows: [[String]]

    /// The first row is the head; others may be shorter.
    init(_ rows: [[String]]) { self.rows = rows }

    func text() -> String {
        let columns = (rows.first ?? []).indices.map { column in
            rows.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, columns).map { $0 + String(repeating: " ", count: $1 - Self.width($0)) }
            return cells.joined(separator: "  ").replacing(/\s+$/, with: "")
        }.joined(separator: "\n")
    }

    /// Columns that `text` takes in a terminal: East Asian characters take two.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { width, scalar in
            let isWide =
                (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xD7FF).contains(scalar.value)
                || (0xF900...0xFAFF).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value)
                || (0x20000...0x3FFFD).contains(scalar.value)
            return width + (isWide ? 2 : 1)
        }
    }
}
