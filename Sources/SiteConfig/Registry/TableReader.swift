/// Reads a table row by row (RFC 4180, with any of three separators and any end of line).
struct TableReader {
    /// One field, and where it begins.
    struct Cell {
        let text: String
        let line: Int
        /// In characters, from 1.
        let column: Int
    }

    /// The fields of one row.
    struct Row {
        let cells: [Cell]
    }

    /// Bytes of one row; 20 fields of 200 characters take a third of it.
    static let longestRow = 64 << 10

    private let bytes: [UInt8]
    private let separator: UInt8
    private var at = 0
    private var line = 1
    private var column = 1

    /// Begins at the header, of which it takes the separator.
    init(_ text: TableText) {
        bytes = text.bytes
        // What some spreadsheets write first: `sep=;`.
        if bytes.starts(with: "sep=".utf8), bytes.count > 5, bytes[5] == 0x0A || bytes[5] == 0x0D {
            separator = bytes[4]
            at = 5
            endLine()
            return
        }
        let header = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        let counts = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].map { mark in
            (mark: mark, count: header.count { $0 == mark })
        }
        separator = counts.max { $0.count < $1.count }?.mark ?? UInt8(ascii: ",")
    }

    /// The next row that is not blank; nil at the end.
    mutating func next() throws(TableFault) -> Row? {
        while at < bytes.count {
            let (start, first) = (at, line)
            var cells = [try cell()]
            while at < bytes.count, bytes[at] == separator {
                step()
                cells.append(try cell())
                if at - start > Self.longestRow { throw tooLong(first) }
            }
            if at < bytes.count { endLine() }
            if cells.count > 1 || cells[0].text != "" { return Row(cells: cells) }
        }
        return nil
    }

    private mutating func cell() throws(TableFault) -> Cell {
        let (line, column) = (line, column)
        let isQuoted = at < bytes.count && bytes[at] == UInt8(ascii: "\"")
        let text = isQuoted ? try quoted() : try plain()
        return Cell(text: text, line: line, column: column)
    }

    private mutating func plain() throws(TableFault) -> String {
        let start = at
        while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A, bytes[at] != 0x0D { step() }
        guard at - start <= Self.longestRow else { throw tooLong(line) }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func quoted() throws(TableFault) -> String {
        let (start, first) = (at, line)
        var text: [UInt8] = []
        step()
        while at < bytes.count, at - start <= Self.longestRow {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                step()
                guard at < bytes.count, bytes[at] == byte else {
                    try checkEnd()
                    return String(decoding: text, as: UTF8.self)
                }
            }
            text.append(byte)
            if byte == 0x0A || byte == 0x0D { endLine() } else { step() }
        }
        throw TableFault(line: first, problem: "a quotation mark is not closed", remedy: "close it, or delete it")
    }

    private func checkEnd() throws(TableFault) {
        guard at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A, bytes[at] != 0x0D else { return }
        throw TableFault(
            line: line, problem: "text stands behind a closing quotation mark",
            remedy: "write a quotation mark within a field twice, as \"\"")
    }

    private func tooLong(_ line: Int) -> TableFault {
        TableFault(
            line: line, problem: "the line is longer than 64 KiB", remedy: "name the right file; each device has a line"
        )
    }

    private mutating func step() {
        at += 1
        // Bytes that go on with a character do not count.
        if at >= bytes.count || bytes[at] & 0xC0 != 0x80 { column += 1 }
    }

    /// Steps over the end of a line: `\n`, `\r\n` or `\r`.
    private mutating func endLine() {
        at += bytes[at] == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1
        line += 1
        column = 1
    }
}
