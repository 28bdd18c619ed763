import Foundation
import Testing

@testable import Ledger

@Suite struct ReportTextTests {
    @Test func `figures stand with their counts and are never rounded up`() throws {
        let text = try ReportFixture().report().rendered(as: .text, .english)
        #expect(text.contains("90.00 % (216/240)"))
        #expect(text.contains("75.00 % (216/288)"), "without exemptions")
        #expect(text.contains("91.63 % (mean of 3)"))
        #expect(text.contains("insufficient data (0/48 polls)"))
        #expect(text.contains("key positions covered: 1 more key positions of: fire lane (lane)"))
        #expect(text.contains("Down 2 times, 1 d 12 h in all"))
        #expect(text.contains("2025-05-02 12:00 … 2025-05-02 12:10  10 min"))
        #expect(text.contains("no route to the device"))
        #expect(text.contains("exempt for 1 d of it"))
        #expect(text.contains("=late (yard): it was entered more than 24 h after it began"))
    }

    @Test func `exemptions that touch the period are listed with whom they are for, until when and why`() throws {
        var fixture = try ReportFixture()
        let begin = Double(ReportFixture.begin)
        var recorder = Exemption(
            devices: ["gate", "yard"], reason: "cabling", approver: "王", start: begin - 3600, end: begin + 1800,
            entered: begin)
        recorder.recorder = "nvr-1"
        let before = Exemption(
            devices: ["gate"], reason: "long ago", approver: "王", start: begin - 3600, end: begin, entered: begin)
        fixture.registry.exemptions += [recorder, before]
        let report = try fixture.report()
        #expect(report.exemptions.map(\.reason) == ["cabling", "施工"])
        let english = report.rendered(as: .text, .english)
        #expect(english.contains("Exemptions:\n  2025-04-30 23:00 … 2025-05-01 00:30  cabling (nvr-1)\n"), "\(english)")
        #expect(english.contains("  2025-05-01 00:00 … 2025-05-02 00:00  施工 (shed)\n"))
        #expect(!english.contains("long ago"))
        let page = report.rendered(as: .html, .chinese)
        for words in ["计入的豁免", "<td>nvr-1</td>", "<td>2025-05-01 00:30</td>", "<td>cabling</td>"] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(report.rendered(as: .text, .chinese).contains("计入的豁免：\n"))
        let secondDay = try fixture.report(from: ReportFixture.first.next)
        #expect(secondDay.exemptions.isEmpty)
        #expect(!secondDay.rendered(as: .text, .english).contains("Exemptions:"))
    }

    @Test func `a report in Chinese has its words in Chinese`() throws {
        let text = try ReportFixture().report().rendered(as: .text, .chinese)
        for words in ["公共视频资源出图率", "样本不足", "网络不可达", "未达标", "不计豁免", "本系统未运行", "（未填写）"] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test(arguments: ReportLanguage.allCases)
    func `every definition is printed, with where it comes from`(language: ReportLanguage) throws {
        let text = try ReportFixture().report().rendered(as: .text, language)
        for rate in Rate.allCases { #expect(text.contains(rate.formula[language])) }
        for indicator in Indicator.allCases { #expect(text.contains(indicator.formula[language])) }
        #expect(text.contains("[O: ") && text.contains("[S: "))
    }

    @Test func `no name reaches the terminal with control characters`() throws {
        let text = try ReportFixture().report(by: .device).rendered(as: .text, .english)
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
        #expect(text.contains("alert(\"1\")</script>&\u{FFFD}东"))
    }

    @Test func `columns line up where Chinese stands among them`() {
        var table = TextTable(["社区", "n"])
        table.add(["东花园", "1"])
        table.add(["a", "23"])
        table.rightAligned = [1]
        #expect(table.rendered == ["社区     n", "------  --", "东花园   1", "a       23"])
    }

    @Test(arguments: [
        ("abc", 3), ("东门", 4), ("é", 1), ("e\u{301}", 1), ("（）", 4), ("–…", 2), ("𠀀", 2), ("", 0), ("한", 2),
    ])
    func `text is as wide as a terminal shows it`(text: String, columns: Int) { #expect(text.columns == columns) }

    @Test(arguments: [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (3600, "1 h"), (3661, "1 h 1 min"),
        (86_399, "23 h 59 min"), (86_400, "1 d"), (90_061, "1 d 1 h"),
    ])
    func `durations have their two largest units`(seconds: Int, words: String) {
        #expect(Moments(zone: .gmt, language: .english).duration(seconds) == words)
    }

    @Test func `moments are those of the site's time zone`() {
        let moments = Moments(zone: ReportFixture.zone, language: .english)
        #expect(moments.moment(ReportFixture.begin) == "2025-05-01 00:00")
        #expect(moments.rfc3339(ReportFixture.begin + 3661) == "2025-05-01T01:01:01+08:00")
        #expect(moments.day(ReportFixture.begin) == "05-01")
        #expect(moments.time(ReportFixture.begin + 3600) == "01:00")
        let newfoundland = TimeZone(secondsFromGMT: -12_600) ?? .gmt
        #expect(Moments(zone: newfoundland, language: .english).rfc3339(0) == "1969-12-31T20:30:00-03:30")
    }

    @Test(arguments: [("东门摄像机", 5, "东门…"), ("abc", 3, "abc"), ("abcd", 3, "ab…")])
    func `what is too long for a chart ends with an ellipsis`(text: String, columns: Int, short: String) {
        #expect(text.shortened(to: columns) == short)
    }
}
