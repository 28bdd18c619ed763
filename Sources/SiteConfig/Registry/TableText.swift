import Foundation

/// The bytes of a table as UTF-8, whatever it was saved as.
///
/// What is valid UTF-8 is taken for it; anything else is read as GB 18030, which spreadsheets in China write.
struct TableText {
    let bytes: [UInt8]

    private static let asUTF8 = "save it as “CSV UTF-8”"

    /// Throws where `file` is no text.
    init(_ file: [UInt8]) throws(TableFault) {
        if file.starts(with: [0xFF, 0xFE]) || file.starts(with: [0xFE, 0xFF]) {
            throw TableFault(line: 1, problem: "the list is UTF-16, not UTF-8 or GB18030", remedy: Self.asUTF8)
        }
        if file.starts(with: [0x50, 0x4B, 0x03, 0x04]) || file.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw TableFault(problem: "the list is a workbook, not a text", remedy: "open it and \(Self.asUTF8)")
        }
        if let zero = file.firstIndex(of: 0) {
            throw TableFault(
                line: Self.line(of: zero, in: file), problem: "the list is not a text: a zero byte stands here",
                remedy: "name the right file, or \(Self.asUTF8)")
        }
        let hasMark = file.starts(with: [0xEF, 0xBB, 0xBF])
        let content = hasMark ? Array(file.dropFirst(3)) : file
        if String(validating: content, as: UTF8.self) != nil {
            bytes = content
        } else if hasMark {
            throw TableFault(problem: "the list says that it is UTF-8 and is not", remedy: "\(Self.asUTF8) anew")
        } else {
            bytes = try Self.fromGB18030(content)
        }
        guard !bytes.allSatisfy({ $0 <= 0x20 }) else {
            throw TableFault(
                problem: "the list is empty", remedy: "begin with a header such as device,name,nvr,channel")
        }
    }

    private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
        bytes[..<min(offset, bytes.count)].count { $0 == 0x0A } + 1
    }

    /// By the C library's `iconv`.
    private static func fromGB18030(_ bytes: [UInt8]) throws(TableFault) -> [UInt8] {
        guard let converter = unsafe iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else {
            throw TableFault(
                problem: "the list is not UTF-8, and this machine cannot read GB18030", remedy: Self.asUTF8)
        }
        defer { unsafe iconv_close(converter) }
        var source = bytes.map { CChar(bitPattern: $0) }
        // Two bytes become three at most, four become four, one stays one.
        var result = [CChar](repeating: 0, count: bytes.count * 2 + 16)
        let capacity = result.count
        var (left, room) = (source.count, capacity)
        let failed = unsafe source.withUnsafeMutableBufferPointer { from in
            unsafe result.withUnsafeMutableBufferPointer { to in
                var input = from.baseAddress
                var output = to.baseAddress
                return unsafe iconv(converter, &input, &left, &output, &room) == -1
            }
        }
        guard !failed, left == 0 else {
            throw TableFault(
                line: line(of: bytes.count - left, in: bytes), problem: "the list is neither UTF-8 nor GB18030",
                remedy: Self.asUTF8)
        }
        return result[..<(capacity - room)].map { UInt8(bitPattern: $0) }
    }
}
