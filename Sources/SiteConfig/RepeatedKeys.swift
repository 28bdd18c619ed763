/// Keys that stand twice in one mapping.
///
/// The YAML library stops at the first of them. So that all can be reported together with everything else, the first
/// letter of the earlier key is replaced by a marker out of Unicode's private use area and the text is read again;
/// lines and columns stay as they are.
struct RepeatedKeys {
    /// The earlier of two equal keys.
    struct Entry {
        let name: String
        let line: Int
        let column: Int
    }

    /// More are not looked for: each costs another reading of the text.
    static let most = 20
    /// Nor is more text read again than this, in bytes: a fifth of a second.
    static let mostText = 4 << 20

    /// By marker.
    private(set) var entries: [Unicode.Scalar: Entry] = [:]

    /// The marked text, in which the key `name` at `line` and `column` (from 1) no longer equals its successor;
    /// nil when that is not possible.
    mutating func marked(_ text: String, name: String, line: Int, column: Int) -> String? {
        guard entries.count < min(Self.most, Self.mostText / max(1, text.utf8.count)),
            let marker = Unicode.Scalar(0xE000 + UInt32(entries.count)),
            !text.unicodeScalars.contains(marker)
        else { return nil }
        var scalars = Array(text.unicodeScalars)
        guard var index = Self.index(in: scalars, line: line, column: column) else { return nil }
        if scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        guard index < scalars.count, !scalars[index].properties.isWhitespace else { return nil }
        scalars[index] = marker
        entries[marker] = Entry(name: name, line: line, column: column)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// The marker with which `key` begins, if any.
    func marker(of key: String) -> Unicode.Scalar? {
        key.unicodeScalars.first.flatMap { entries[$0] == nil ? nil : $0 }
    }

    private static func index(in scalars: [Unicode.Scalar], line: Int, column: Int) -> Int? {
        var current = 1
        var index = 0
        while current < line {
            guard let newline = scalars[index...].firstIndex(of: "\n") else { return nil }
            index = newline + 1
            current += 1
        }
        index += column - 1
        return column >= 1 && index < scalars.count ? index : nil
    }
}
