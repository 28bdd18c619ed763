import ChineseText

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

    private static func fromGB18030(_ bytes: [UInt8]) throws(TableFault) -> [UInt8] {
        do {
            return try ChineseText.utf8(bytes)
        } catch {
            switch error {
            case .notKnownHere:
                throw TableFault(
                    problem: "the list is not UTF-8, and this machine cannot read GB18030", remedy: Self.asUTF8)
            case .illegible(let place):
                throw TableFault(
                    line: line(of: place, in: bytes), problem: "the list is neither UTF-8 nor GB18030",
                    remedy: Self.asUTF8)
            }
        }
    }
}
