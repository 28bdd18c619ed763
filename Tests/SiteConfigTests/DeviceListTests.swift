import Foundation
import Ledger
import Testing
import VideoCore

@testable import SiteConfig

@Suite struct DeviceListTests {
    private let listed: ListedSite

    init() throws { listed = try ListedSite() }

    private static let rows = ["d1", "大门", "n", "1"]

    @Test(
        "Any separator, end of line, mark and case of the header will do",
        arguments: [
            "device,name,nvr,channel\nd1,大门,n,1\n", "Device;NAME;nvr;Channel\r\nd1;大门;n;1\r\n",
            "device\tname\tnvr\tchannel\rd1\t大门\tn\t1", "\u{FEFF}设备编号,名称,录像机,通道\nd1,大门,n,1\n",
            "sep=;\r\n设备编号;设备名称;NVR编号;通道号\r\nd1;大门;n;1", "\"device\",\"name\",nvr,channel\n\"d1\",\"大门\",n,\"1\"\n",
            "通道,录像机,名称,设备编号,\n1,n,大门,d1,\n", "\n\ndevice , name,nvr,channel\n\n d1 ,大门 ,n, 1\n\n,,,\n",
        ])
    func forms(_ list: String) throws {
        let site = try listed.load(list)
        let device = try #require(site.registry.devices.first)
        #expect(site.registry.devices.count == 1)
        #expect(device.id == "d1" && device.name == "大门" && device.recorder == "n" && device.channel == 1)
        #expect(site.channels.map(\.source.url.revealed) == ["rtsp://127.0.0.1/unicast/c1/s1/live"])
    }

    @Test("GB18030 is read, with characters of two and of four bytes")
    func gb18030() throws {
        // 设备编号,名称 / d1,大门㐀; U+3400 has four bytes.
        let list: [UInt8] =
            [0xC9, 0xE8, 0xB1, 0xB8, 0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xC3, 0xFB, 0xB3, 0xC6, 0x0A, 0x64, 0x31, 0x2C]
            + [0xB4, 0xF3, 0xC3, 0xC5, 0x81, 0x39, 0xEE, 0x39, 0x0A]
        #expect(try listed.load(list).registry.devices.map(\.name) == ["大门㐀"])
    }

    @Test("Quotes hold separators and quotes; spreadsheets' guards around codes and their dates are understood")
    func cells() throws {
        let site = try listed.load(
            "device,code,name,from,to\nd1,'37010200001320000001,\"a, \"\"b\"\"\",2024/1/5,2025.12.31\n"
                + "d2,\"=\"\"37010200001320000002\"\"\",c,,\n")
        #expect(site.registry.devices.map { $0.code?.description } == ["37010200001320000001", "37010200001320000002"])
        #expect(site.registry.devices.map(\.name) == ["a, \"b\"", "c"])
        #expect(site.registry.devices[0].from == CivilDate("2024-01-05"))
        #expect(site.registry.devices[0].to == CivilDate("2025-12-31"))
    }

    @Test("Where a list has one number for each device, it is id and code", arguments: ["设备编号", "国标编码", "code"])
    func codeAsID(_ title: String) throws {
        let device = try #require(try listed.load("\(title),名称\n37010200001320000001,a\n").registry.devices.first)
        #expect(device.id == "37010200001320000001" && device.code?.description == device.id)
    }

    @Test("A mistake in a list has its file, line, column and title", arguments: broken)
    func brokenLists(_ broken: BrokenSite) throws {
        let found = listed.mistakes(broken.text)
        #expect(found.count == 1, "\(found)")
        let mistake = try #require(found.first)
        #expect(mistake.file == listed.listPath)
        #expect(mistake.line == broken.line && mistake.key == broken.key)
        #expect(mistake.problem.contains(broken.problem), "\(mistake.problem)")
        #expect(mistake.remedy.contains(broken.remedy), "\(mistake.remedy)")
        #expect(mistake.text(file: "site.yaml").hasPrefix(listed.listPath + ":"))
    }

    private static func bad(
        _ what: String, _ list: String, line: Int?, key: String = "", _ problem: String, _ remedy: String
    ) -> BrokenSite {
        BrokenSite(what, list, line: line, key: key, problem: problem, remedy: remedy)
    }

    private static let broken = [
        bad("an empty list", "", line: nil, "is empty", "device,name"),
        bad("blank lines", "\n \r\n", line: nil, "is empty", "device,name"),
        bad("no header", "d1,大门,n,1\n", line: 1, "no column that is known", "设备编号"),
        bad("no id", "name,nvr\na,n\n", line: 1, "an id", "`device`"),
        bad("two names", "device,name,名称\nd,a,b\n", line: 1, "columns 2 and 3 both give the name", "delete one"),
        bad(
            "a password", "device,密码\nd,hunter2\n", line: 1, "may not hold passwords", "`passwordFile` of the recorder"),
        bad("a password file", "device,PasswordFile\nd,f\n", line: 1, "may not hold passwords", "column 2"),
        bad("a login", "device,url\nd,rtsp://u:hunter2@h/1\n", line: 2, key: "url", "login", "passwordFile"),
        bad(
            "too many fields", "device,name\nd,a,b\n", line: 2, "more fields than the header, 3 rather than 2", "quotes"
        ),
        bad("no id in a line", "设备编号,名称\nd,a\n,b\n", line: 3, key: "设备编号", "has no id", "delete the line"),
        bad("one id twice", "device\nd\nx\nd\n", line: 4, key: "device", "“d” already on line 2", "its own"),
        bad("a bad id", "device\na/b\n", line: 2, key: "device", "cannot be used in paths", "letters"),
        bad(
            "a rounded code", "device,国标编码\nd,3.70102E+19\n", line: 2, key: "国标编码", "spreadsheet has rounded", "as text"
        ),
        bad(
            "a code with zeros", "device,code\nd,37010200000000000000\n", line: 2, key: "code", "type of GB/T 28181",
            "131"),
        bad("a bad day", "device,启用日期\nd,2025年3月\n", line: 2, key: "启用日期", "no day", "2025-03-01"),
        bad("a bad channel", "device,nvr,通道\nd,n,D1\n", line: 2, key: "通道", "“D1” is no channel", "1…4096"),
        bad("an unknown recorder", "device,录像机,channel\nd,m,1\n", line: 2, key: "录像机", "no recorder “m”", "`n`?"),
        bad("an unknown place", "device,关键位置\nd,gaet\n", line: 2, key: "关键位置", "no key position", "`gate`?"),
        bad("an open quote", "device,name\nd,a\ne,\"b\nf,c\n", line: 3, "not closed", "close it"),
        bad("text behind a quote", "device,name\nd,\"a\"b\n", line: 2, "behind a closing", "twice"),
        bad("a zero byte", "device,name\nd,\u{0}\n", line: 2, "zero byte", "right file"),
        bad("a line break in a name", "device,name\nd,\"a\nb\"\n", line: 2, key: "name", "line break", "short line"),
        bad("a workbook", "PK\u{3}\u{4}xl/worksheets", line: nil, "workbook", "CSV UTF-8"),
        bad(
            "a long line", "device,name\nd,a\n" + String(repeating: "x", count: 70_000) + "\n", line: 3,
            "longer than 64 KiB", "right file"),
        bad(
            "a long quote", "device,name\nd,\"" + String(repeating: "x\n", count: 70_000) + "\n", line: 2, "not closed",
            "close it"),
    ]

    @Test("The column is that of the field, in characters")
    func column() throws {
        let mistake = try #require(listed.mistakes("设备编号,名称,通道\nd,大门,9999\n").last)
        #expect(mistake.line == 2 && mistake.column == 6)
    }

    @Test("What is neither UTF-8 nor GB18030 is said with its line, UTF-16 by its name")
    func otherEncodings() {
        #expect(listed.mistakes(Array("device\nd\n".utf8) + [0xFF, 0xFF]).map(\.line) == [3])
        #expect(
            listed.mistakes([0xFF, 0xFE, 0x64, 0x00]).map(\.problem) == ["the list is UTF-16, not UTF-8 or GB18030"])
        #expect(
            listed.mistakes([0xEF, 0xBB, 0xBF, 0xC9, 0xE8]).first?.problem.contains("says that it is UTF-8") == true)
    }

    @Test("Ten megabytes without a line break are refused, not chewed")
    func withoutLineBreak() {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 10 << 20)
        #expect(listed.mistakes(long).map(\.problem) == ["the line is longer than 64 KiB"])
        let fields = [UInt8](repeating: UInt8(ascii: ","), count: 10 << 20)
        #expect(listed.mistakes(fields).map(\.problem) == ["the line is longer than 64 KiB"])
        let huge = [UInt8](repeating: UInt8(ascii: "a"), count: 33 << 20)
        #expect(listed.mistakes(huge).map(\.problem) == ["the list of devices is larger than 32MiB"])
    }

    @Test("A column that is not known is passed over with a warning")
    func unknownColumn() throws {
        let site = try listed.load("device,备注,chanel,nvr,channel,keyPosition\nd,x,2,n,1,gate\n")
        let warnings = site.warnings.filter { $0.file == listed.listPath }
        #expect(warnings.map(\.problem) == ["column “备注” is not read", "column “chanel” is not read"])
        #expect(warnings.last?.remedy == "did you mean `channel`?")
        #expect(warnings.allSatisfy { $0.line == 1 })
    }

    @Test("A device in a list of twenty thousand costs no more than four times one in a list of two thousand")
    func large() throws {
        // A crowded machine makes one reading or another dear; one whose cost grows with the square is so every time.
        var tooDear: [String] = []
        for _ in 0..<3 {
            let few = try (0..<3).map { _ in try costOfReading(2000) }.min() ?? 0
            let many = try costOfReading(20_000)
            if many < 4 * 10 * few { return }
            tooDear.append("\(many) s, not \(few) s")
        }
        Issue.record("\(tooDear)")
    }

    /// Processor time, in seconds, of reading a list of `count` devices.
    private func costOfReading(_ count: Int) throws -> Double {
        var list = "设备编号,国标编码,名称,行政区划代码,区,街道,社区,楼栋,经度,纬度,关键位置,类型,录像机,通道,启用日期,停用日期\r\n"
        for number in 10_000..<10_000 + count {
            list += "d\(number),370102000013200\(number),东门摄像机\(number),370102001001,东湖区,花园路街道,东花园社区,"
            list += "3号楼,117.0512,36.6683,gate,枪机,n,\(number % 4096 + 1),2024-01-01,\r\n"
        }
        let bytes = Array(list.utf8)
        let start = processorTime()
        let site = try listed.load(bytes)
        let seconds = processorTime() - start
        #expect(site.registry.devices.count == count && site.channels.count == count)
        return seconds
    }

    @Test("Blanks of any width around a field are not part of it")
    func blanks() throws {
        let site = try listed.load("device,name\nd, \u{3000}东 门\u{3000}\t \ne,\u{3000}\nf,、門\n")
        #expect(site.registry.devices.map(\.name) == ["东 门", nil, "、門"])
    }

    /// Of this thread, in seconds.
    private func processorTime() -> Double {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
