/// Columns of text for a terminal, in which a Chinese character is as wide as two others.
struct TextTable {
    private var lines: [[String]] = []
    /// Columns whose cells stand to the right.
    var rightAligned: Set<Int> = []

    init(_ header: [String]) { add(header) }

    mutating func add(_ cells: [String]) { lines.append(cells.map(\.onOneLine)) }

    /// The lines, with a rule below the header.
    var rendered: [String] {
        let count = lines.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            lines.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0
        }
        var text = lines.map { cells in
            let padded = cells.enumerated().map { column, cell in
                let blank = String(repeating: " ", count: widths[column] - cell.columns)
                return rightAligned.contains(column) ? blank + cell : cell + blank
            }
            return String(padded.joined(separator: "  ").trimmingBlanksAtEnd)
        }
        text.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
        return text
    }
}

extension String {
    /// Columns that it takes on a terminal (after Unicode's East Asian Width, UAX #11: wide and full-width are two).
    var columns: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

    /// Without anything that would move a terminal's cursor or change the order of letters: names come from outside.
    var onOneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    fileprivate var trimmingBlanksAtEnd: Substring {
        self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)]
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        let wide: [ClosedRange<UInt32>] = [
            0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
        ]
        return value >= 0x1100 && wide.contains { $0.contains(value) } ? 2 : 1
    }
}
