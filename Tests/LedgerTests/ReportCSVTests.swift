import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite struct ReportCSVTests {
    private func table(by grouping: Grouping = .community, _ language: ReportLanguage) throws -> [[String]] {
        try CSVReader.rows(try ReportFixture().report(by: grouping).rendered(as: .csv, language))
    }

    /// The cell of `key` in the row of `group`.
    private func cell(_ key: String, of group: String, in table: [[String]]) throws -> String {
        let column = try #require(table[0].firstIndex(of: key))
        let groups = try #require(table[0].firstIndex(of: "group"))
        return try #require(table.first { $0[groups] == group })[column]
    }

    @Test func `it begins with a byte order mark, and lines end with CRLF`() throws {
        let text = try ReportFixture().report().rendered(as: .csv, .chinese)
        #expect(Array(text.utf8.prefix(3)) == [0xEF, 0xBB, 0xBF])
        #expect(text.utf8.suffix(2).elementsEqual([13, 10]))
        #expect(text.utf8.count { $0 == 10 } == 5, "header, three groups, total")
        #expect(text.utf8.count { $0 == 13 } == 5)
    }

    @Test func `there is one row for each group and one for all, each as long as the header`() throws {
        let table = try table(.english)
        #expect(table.map(\.count).allSatisfy { $0 == table[0].count })
        #expect(table.count == 5)
        #expect(try cell("output_rate_percent", of: "all", in: table) == "90.00")
        #expect(try cell("output_rate_numerator", of: "all", in: table) == "216")
        #expect(try cell("output_rate_denominator", of: "all", in: table) == "240")
        #expect(try cell("output_rate_without_exemptions_percent", of: "all", in: table) == "75.00")
        #expect(try cell("output_rate_percent", of: "西花园", in: table) == "insufficient-data")
        #expect(try cell("polls_no_connect", of: "东花园", in: table) == "24")
        #expect(try cell("polls_not_polled", of: "西花园", in: table) == "48")
        #expect(try cell("seconds_down", of: "东花园", in: table) == "43200")
        #expect(try cell("online_time_percent", of: "东花园", in: table) == "87.45")
    }

    @Test func `a Chinese header has as many columns, and 样本不足 in place of a number`() throws {
        let (chinese, english) = (try table(.chinese), try table(.english))
        #expect(chinese[0].count == english[0].count)
        #expect(chinese[0].contains("出图率 %") && chinese[0].contains("出图率-不计豁免 %"))
        #expect(Set(chinese[0]).count == chinese[0].count)
        #expect(chinese[2].contains("样本不足"))
    }

    @Test func `device codes stay text, and no name becomes a formula`() throws {
        let table = try table(by: .device, .english)
        #expect(try cell("device_code", of: "gate", in: table) == "\t37010200001320000001")
        #expect(try cell("name", of: "yard", in: table) == "'=SUM(A1)")
        #expect(try cell("name", of: "roof", in: table) == ReportFixture.hostileName)
        let starts = table.dropFirst().joined().compactMap(\.unicodeScalars.first)
        #expect(!starts.contains { "=+-@".unicodeScalars.contains($0) })
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\r\nb", "\"a\r\nb\""),
        ("=1+1", "\"'=1+1\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@x", "\"'@x\""), ("\tx", "\"'\tx\""),
        ("\rx", "\"'\rx\""), ("＝1", "\"'＝1\""), ("123456789012", "\"\t123456789012\""), ("12345678901", "12345678901"),
        ("", ""), ("东门", "东门"),
    ])
    func `cells are quoted and guarded`(text: String, cell: String) { #expect(CSVCell.text(text) == cell) }

    @Test func `the documentation names every column`() throws {
        let documented = try String(contentsOfFile: Program.checkout + "/docs/reports.md", encoding: .utf8)
        for key in try table(.english)[0] { #expect(documented.contains("`\(key)`"), "\(key)") }
        for title in try table(.chinese)[0] { #expect(documented.contains("| \(title) |"), "\(title)") }
    }
}

/// Reads comma-separated values after RFC 4180.
enum CSVReader {
    struct NotClosed: Error {}

    static func rows(_ text: String) throws -> [[String]] {
        var rows: [[String]] = [[""]]
        var isQuoted = false
        var scalars = Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" })[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"":
                scalars.removeFirst()
                append(scalar)
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: rows[rows.count - 1].append("")
            case "\r" where !isQuoted && scalars.first == "\n":
                scalars.removeFirst()
                if !scalars.isEmpty { rows.append([""]) }
            default: append(scalar)
            }
        }
        func append(_ scalar: Unicode.Scalar) {
            let (row, cell) = (rows.count - 1, rows[rows.count - 1].count - 1)
            rows[row][cell].unicodeScalars.append(scalar)
        }
        guard !isQuoted else { throw NotClosed() }
        return rows
    }
}
