import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import Ledger

@Suite struct ReportHTMLTests {
    @Test(arguments: ReportLanguage.allCases)
    func `the page is well-formed, without script, and asks for nothing from elsewhere`(
        language: ReportLanguage
    ) throws {
        let page = try ReportFixture().report(by: .device).rendered(as: .html, language)
        let parser = XMLParser(data: Data(page.utf8))
        let reader = PageReader()
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError)) on line \(parser.lineNumber)")
        #expect(!reader.elements.contains("script"))
        #expect(reader.elements.isSuperset(of: ["html", "table", "svg", "rect", "style"]))
        #expect(!reader.attributes.contains { $0.name.lowercased().hasPrefix("on") })
        let addresses = reader.attributes.filter { ["src", "href"].contains($0.name) }.map(\.value)
        #expect(addresses == ["data:,"], "the icon, so that none is asked for")
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("@import"))
    }

    @Test func `names are text, whatever they hold`() throws {
        let page = try ReportFixture().report(by: .device).rendered(as: .html, .english)
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;\u{FFFD}东"))
        #expect(page.contains("&lt;b&gt;odd&lt;/b&gt;"), "causes too")
    }

    @Test func `figures, verdicts and definitions are those of the text`() throws {
        let report = try ReportFixture().report()
        let page = try ReportFixture().report().rendered(as: .html, .chinese)
        for words in ["90.00 % (216/240)", "75.00 % (216/288)", "样本不足", "网络不可达", "fill=\"url(#unknown)\""] {
            #expect(page.contains(words), "\(words)")
        }
        for definition in ReportWording(report, .chinese).definitions { #expect(page.contains(definition.formula)) }
    }

    @Test(
        .enabled(if: Chromium.path != nil, "no Chromium on PATH: the page is not opened"),
        arguments: ReportLanguage.allCases)
    func `Chromium shows the page without complaint, Chinese intact`(language: ReportLanguage) async throws {
        let fixture = try ReportFixture()
        let page = fixture.folder.file("report.html")
        try fixture.report(by: .device).rendered(as: .html, language).write(
            toFile: page, atomically: true, encoding: .utf8)
        let shown = try await Chromium.open(page, in: fixture.folder)
        #expect(shown.complaints == [])
        #expect(shown.text.contains("东门摄像机"))
        #expect(shown.text.contains("&lt;script&gt;alert(\"1\")&lt;/script&gt;"), "shown as text")
        #expect(shown.text.contains(language == .chinese ? "公共视频资源出图率" : "The plan's indicators"))
    }
}

/// Notes the elements and attributes of a page.
private final class PageReader: NSObject, XMLParserDelegate {
    var elements: Set<String> = []
    var attributes: [(name: String, value: String)] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.insert(name)
        self.attributes += attributes.map { ($0.key, $0.value) }
    }
}

/// Debian's headless Chromium.
private enum Chromium {
    static let path = ["chromium-headless-shell", "chromium"].map { "/usr/bin/" + $0 }.first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The page as it stands after loading, and what the console said.
    static func open(_ file: String, in folder: ScratchFolder) async throws -> (text: String, complaints: [String]) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "")
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--enable-logging=stderr",
            "--user-data-dir=" + folder.file("profile"), "--dump-dom", "file://" + file,
        ]
        for name in ["dom", "log"] { _ = FileManager.default.createFile(atPath: folder.file(name), contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: folder.file("dom"))
        process.standardError = FileHandle(forWritingAtPath: folder.file("log"))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        await Program.end(of: process)
        let log = try String(contentsOfFile: folder.file("log"), encoding: .utf8)
        return (
            try String(contentsOfFile: folder.file("dom"), encoding: .utf8),
            log.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
        )
    }
}
